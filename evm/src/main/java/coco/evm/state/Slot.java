package coco.evm.state;

import coco.evm.U256;

/** One storage slot of one account. Owned by the {@link Journal}; limbs ascend from the least significant. */
public final class Slot {
    final Account account;
    final long key0;
    final long key1;
    final long key2;
    final long key3;

    /** Value now. */
    public long now0;

    public long now1;
    public long now2;
    public long now3;

    /** Value when the transaction began. */
    public long old0;

    public long old1;
    public long old2;
    public long old3;

    /** Whether now and old were read from the view. */
    boolean loaded;

    /** The transaction that old belongs to. */
    int epoch;

    /** The transaction that has accessed the slot (EIP-2929). */
    int warmEpoch;

    /** The transaction that has read or written it (EIP-7928). */
    int accessedEpoch;

    Slot(Account account, long key0, long key1, long key2, long key3) {
        this.account = account;
        this.key0 = key0;
        this.key1 = key1;
        this.key2 = key2;
        this.key3 = key3;
    }

    boolean hasKey(long k0, long k1, long k2, long k3) {
        return key0 == k0 && key1 == k1 && key2 == k2 && key3 == k3;
    }

    U256 key() {
        return new U256(key3, key2, key1, key0);
    }

    U256 old() {
        return new U256(old3, old2, old1, old0);
    }

    U256 now() {
        return new U256(now3, now2, now1, now0);
    }

    boolean changed() {
        return ((now0 ^ old0) | (now1 ^ old1) | (now2 ^ old2) | (now3 ^ old3)) != 0;
    }

    public boolean isZero() {
        return (now0 | now1 | now2 | now3) == 0;
    }

    public boolean wasZero() {
        return (old0 | old1 | old2 | old3) == 0;
    }

    public boolean isUnchangedSinceStart() {
        return !changed();
    }
}
