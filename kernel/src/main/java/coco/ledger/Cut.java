package coco.ledger;

import coco.crypto.MalformedException;

/** Where an entry wants the chunk file to be cut: the flags byte of its header. */
public enum Cut {
    NONE(0),
    AFTER(1),
    BEFORE(2),
    BEFORE_AND_AFTER(3);

    private final int flags;

    Cut(int flags) {
        this.flags = flags;
    }

    int flags() {
        return flags;
    }

    static Cut ofFlags(int flags) throws MalformedException {
        for (var cut : values()) if (cut.flags == flags) return cut;
        throw new MalformedException("unknown flags in an entry's header: " + flags);
    }

    public boolean isBefore() {
        return this == BEFORE || this == BEFORE_AND_AFTER;
    }

    public boolean isAfter() {
        return this == AFTER || this == BEFORE_AND_AFTER;
    }
}
