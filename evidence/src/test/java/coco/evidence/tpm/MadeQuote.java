package coco.evidence.tpm;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;

/** A quote as a TPM makes it, signed by a test's own key. */
public final class MadeQuote {
    public static final Octets NONCE = Octets.ofHex("00112233445566778899aabbccddeeff");

    private MadeQuote() {}

    /** Values of registers 0 to 23. */
    public static List<Octets> values(Hash bank) {
        var values = new ArrayList<Octets>();
        for (var i = 0; i < 24; i++) values.add(Octets.of((byte) i).hash(bank));
        return values;
    }

    /** A message that quotes registers 0 to 23 of one bank. */
    public static Octets message(Hash bank, Hash signing, Octets nonce) {
        return message(selection(bank, "ffffff"), digest(bank, signing), nonce);
    }

    static Octets digest(Hash bank, Hash signing) {
        var joined = Octets.EMPTY;
        for (var value : values(bank)) joined = joined.concat(value);
        return joined.hash(signing);
    }

    /** @param selections with their count before them */
    static Octets message(Octets selections, Octets digest, Octets nonce) {
        var head = ByteBuffer.allocate(4 + 2 + 2 + 34 + 2 + nonce.size() + 8 + 4 + 4 + 1 + 8)
                .putInt(0xff544347)
                .putShort((short) 0x8018)
                .putShort((short) 34)
                .put(new byte[34])
                .putShort((short) nonce.size())
                .put(nonce.toArray())
                .putLong(123_456)
                .putInt(7)
                .putInt(3)
                .put((byte) 1)
                .putLong(0x2020_0312_0012_0003L);
        return Octets.of(head.array()).concat(selections).concat(sized(digest));
    }

    static Octets selection(Hash bank, String bitmap) {
        return Octets.ofHex("00000001").concat(selected(bank, bitmap));
    }

    static Octets selected(Hash bank, String bitmap) {
        return Octets.ofHex(number(bank) + "%02x".formatted(bitmap.length() / 2) + bitmap);
    }

    static String number(Hash hash) {
        return switch (hash) {
            case SHA_1 -> "0004";
            case SHA_256 -> "000b";
            case SHA_384 -> "000c";
            case SHA_512 -> "000d";
        };
    }

    /** A TPMT_SIGNATURE: ECDSA by a key on a curve, RSASSA by one of RSA. */
    public static Octets sign(Octets message, Hash hash, KeyPair keys) {
        if (keys.getPublic() instanceof ECPublicKey) {
            var value = sign(message, word(hash) + "withECDSAinP1363Format", keys);
            var half = value.size() / 2;
            return Octets.ofHex("0018" + number(hash))
                    .concat(sized(value.slice(0, half)))
                    .concat(sized(value.slice(half, value.size())));
        }
        return Octets.ofHex("0014" + number(hash)).concat(sized(sign(message, word(hash) + "withRSA", keys)));
    }

    static Octets signPss(Octets message, Hash hash, int salt, KeyPair keys) {
        try {
            var signer = Signature.getInstance("RSASSA-PSS");
            signer.setParameter(
                    new PSSParameterSpec(hash.algorithm(), "MGF1", new MGF1ParameterSpec(hash.algorithm()), salt, 1));
            signer.initSign(keys.getPrivate());
            signer.update(message.toArray());
            return Octets.ofHex("0016" + number(hash)).concat(sized(Octets.of(signer.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TpmQuote of(Octets message, Octets signature, Hash bank) {
        try {
            return TpmQuote.parse(message, signature, PcrValues.of(bank, values(bank)));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    static Octets sized(Octets bytes) {
        return Octets.of((byte) (bytes.size() >>> 8), (byte) bytes.size()).concat(bytes);
    }

    private static Octets sign(Octets message, String algorithm, KeyPair keys) {
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(keys.getPrivate());
            signer.update(message.toArray());
            return Octets.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String word(Hash hash) {
        return hash.algorithm().replace("-", "");
    }
}
