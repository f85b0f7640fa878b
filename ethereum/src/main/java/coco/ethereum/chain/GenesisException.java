package coco.ethereum.chain;

/** A genesis that is not one: the text names the field and what is wrong with it. */
public final class GenesisException extends Exception {
    private static final long serialVersionUID = 1;

    public GenesisException(String message) {
        super(message);
    }

    public GenesisException(String message, Throwable cause) {
        super(message, cause);
    }
}
