package coco.evm.precompile;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** 0x02. */
final class Sha256 implements Precompile {
    @Override
    public long gas(byte[] input) {
        return 60 + 12 * Words.count(input);
    }

    @Override
    public byte[] run(byte[] input) {
        return hash(input);
    }

    static byte[] hash(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
