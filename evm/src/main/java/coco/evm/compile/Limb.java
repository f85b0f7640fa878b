package coco.evm.compile;

/** 64 bits of a word while code is made: known, or in a local of the method. */
sealed interface Limb {
    record Known(long value) implements Limb {
        static final Limb ZERO = new Known(0);
    }

    /** @param bits how many of the lowest bits may be set */
    record Local(int slot, int bits) implements Limb {}

    static Limb of(long value) {
        return value == 0 ? Known.ZERO : new Known(value);
    }

    default boolean is(long value) {
        return this instanceof Known(var known) && known == value;
    }

    /** An upper bound for the bit length. */
    default int bits() {
        return switch (this) {
            case Known(var value) -> 64 - Long.numberOfLeadingZeros(value);
            case Local local -> local.bits;
        };
    }
}
