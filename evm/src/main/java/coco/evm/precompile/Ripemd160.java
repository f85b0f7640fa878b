package coco.evm.precompile;

import org.bouncycastle.crypto.digests.RIPEMD160Digest;

/** 0x03: 20 bytes in the low end of a word. */
final class Ripemd160 implements Precompile {
    @Override
    public long gas(byte[] input) {
        return 600 + 120 * Words.count(input);
    }

    @Override
    public byte[] run(byte[] input) {
        var digest = new RIPEMD160Digest();
        digest.update(input, 0, input.length);
        var output = new byte[32];
        digest.doFinal(output, 12);
        return output;
    }
}
