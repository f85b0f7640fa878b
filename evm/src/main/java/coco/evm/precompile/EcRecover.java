package coco.evm.precompile;

import coco.evm.U256;
import coco.evm.chain.SenderRecovery;
import coco.evm.chain.Signature;

/** 0x01: the address that signed a hash (Yellow Paper, appendix E); s may be in the upper half. */
final class EcRecover implements Precompile {
    private static final byte[] NONE = new byte[0];

    private final SenderRecovery recovery = SenderRecovery.best();

    @Override
    public long gas(byte[] input) {
        return 3_000;
    }

    @Override
    public byte[] run(byte[] input) {
        var words = Words.slice(input, 0, 128);
        var parity = words[63] - 27;
        if (!Words.zero(words, 32, 63) || parity < 0 || parity > 1) return NONE;
        var r = U256.ofBytes(Words.slice(words, 64, 32));
        var s = U256.ofBytes(Words.slice(words, 96, 32));
        if (!new Signature(U256.ZERO, r, s).isInRange()) return NONE;
        var signer = recovery.signer(Words.slice(words, 0, 32), r, s, parity);
        if (signer == null) return NONE;
        var output = new byte[32];
        System.arraycopy(signer.unsafeArray(), 0, output, 12, 20);
        return output;
    }
}
