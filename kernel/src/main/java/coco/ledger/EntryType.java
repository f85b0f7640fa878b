package coco.ledger;

import coco.crypto.MalformedException;

/** What an entry's public domain holds beside the changes; the first byte of it. We write the last one only. */
public enum EntryType {
    WRITE_SET(0, false, false),
    /** The state of all tables at once: stands in snapshot files, never in the ledger. */
    SNAPSHOT(1, false, false),
    CLAIMS(2, true, false),
    EVIDENCE(3, false, true),
    CLAIMS_AND_EVIDENCE(4, true, true);

    private final int code;
    private final boolean claims;
    private final boolean evidence;

    EntryType(int code, boolean claims, boolean evidence) {
        this.code = code;
        this.claims = claims;
        this.evidence = evidence;
    }

    int code() {
        return code;
    }

    public boolean hasClaims() {
        return claims;
    }

    public boolean hasEvidence() {
        return evidence;
    }

    static EntryType ofByte(int value) throws MalformedException {
        for (var type : values()) if (type.code == value) return type;
        throw new MalformedException("unknown entry type " + value);
    }
}
