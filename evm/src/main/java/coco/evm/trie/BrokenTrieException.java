package coco.evm.trie;

/** The store lost a node, or gave another one than was asked for: the state cannot be trusted and the node must stop. */
public final class BrokenTrieException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenTrieException(String message) {
        super(message);
    }

    BrokenTrieException(String message, Throwable cause) {
        super(message, cause);
    }
}
