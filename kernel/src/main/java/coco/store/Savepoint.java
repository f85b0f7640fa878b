package coco.store;

/** A place in a transaction to which its writes can be taken back. It ends with its rollback or its release. */
public final class Savepoint {
    /** How many changes the transaction had to undo when this was set. */
    final int undoSize;

    Savepoint(int undoSize) {
        this.undoSize = undoSize;
    }
}
