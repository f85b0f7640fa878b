package coco.node.peer;

import java.io.IOException;

/** Nothing of the message has left this node: whoever asked knows that the other has not done it. */
public final class NotSentException extends IOException {
    private static final long serialVersionUID = 1;

    NotSentException(String message) {
        super(message);
    }
}
