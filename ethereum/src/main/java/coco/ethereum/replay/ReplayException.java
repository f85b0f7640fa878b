package coco.ethereum.replay;

/** The data are not what they say, or the network did not take a request. */
public final class ReplayException extends Exception {
    private static final long serialVersionUID = 1;

    public ReplayException(String message) {
        super(message);
    }

    public ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
