package coco.evm;

/** Why code stopped abnormally, with all its gas gone. */
public enum HaltReason {
    OUT_OF_GAS("out of gas"),
    INVALID_OPCODE("invalid opcode"),
    STACK_UNDERFLOW("stack underflow"),
    STACK_OVERFLOW("stack limit reached 1024 (1023)"),
    INVALID_JUMP("invalid jump destination"),
    STATIC_VIOLATION("write protection"),
    RETURN_DATA_OUT_OF_BOUNDS("return data out of bounds"),
    CALL_DEPTH("max call depth exceeded"),
    INSUFFICIENT_BALANCE("insufficient balance for transfer"),
    NONCE_OVERFLOW("nonce uint64 overflow"),
    ADDRESS_COLLISION("contract address collision"),
    CODE_TOO_LARGE("max code size exceeded"),
    CODE_STARTS_WITH_EF("invalid code: must not begin with 0xef"),
    CODE_STORE_OUT_OF_GAS("contract creation code storage out of gas"),
    PRECOMPILE_FAILED("precompiled contract failed");

    private final String text;

    HaltReason(String text) {
        this.text = text;
    }

    /** The text that Ethereum clients look for in an error. */
    public String text() {
        return text;
    }
}
