package coco.sim;

import java.security.SecureRandom;

/** Entropy of a simulated node: its epoch keys come from the seed, so that the same seed gives the same ledger. */
final class SeededEntropy extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final transient Chance chance;

    SeededEntropy(Chance chance) {
        this.chance = chance;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        var drawn = chance.bytes(bytes.length);
        System.arraycopy(drawn, 0, bytes, 0, bytes.length);
    }
}
