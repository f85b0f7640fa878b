package coco.evm.rlp;

/** Bytes from outside that are not canonical RLP, or not of the shape that was asked for. */
public final class RlpException extends Exception {
    private static final long serialVersionUID = 1L;

    public RlpException(String message) {
        super(message);
    }
}
