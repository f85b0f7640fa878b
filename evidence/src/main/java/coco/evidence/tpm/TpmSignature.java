package coco.evidence.tpm;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.ByteReader;
import coco.evidence.format.EcKeys;
import coco.evidence.format.SignatureScheme;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/** A signature by a TPM (TPM 2.0 Library Part 2, TPMT_SIGNATURE). */
public sealed interface TpmSignature {
    /** Bytes of the longest number. */
    int NUMBER_SIZE_MAX = 1024;

    /** The hash function of the scheme, which makes the digest of registers, too. */
    Hash hash();

    /** Whether {@code key} signed {@code message}; not where the key is of another kind. */
    boolean verifies(Octets message, PublicKey key);

    /** RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2). */
    record Pkcs1(Hash hash, Octets value) implements TpmSignature {
        @Override
        public boolean verifies(Octets message, PublicKey key) {
            return new SignatureScheme.Pkcs1(hash).verifies(key, message, value);
        }
    }

    /** RSASSA-PSS (RFC 8017 section 8.1), with a salt as long as the hash or as long as can be: TPMs do either. */
    record Pss(Hash hash, Octets value) implements TpmSignature {
        @Override
        public boolean verifies(Octets message, PublicKey key) {
            if (!(key instanceof RSAPublicKey rsa)) return false;
            var longest = (rsa.getModulus().bitLength() - 1 + 7) / 8 - hash.size() - 2;
            for (var saltSize : List.of(hash.size(), Math.max(longest, 0))) {
                if (new SignatureScheme.Pss(hash, saltSize).verifies(rsa, message, value)) return true;
            }
            return false;
        }
    }

    /** ECDSA (FIPS 186-5 section 6); {@code r} and {@code s} are big endian and may lack leading zeros. */
    record Ecdsa(Hash hash, Octets r, Octets s) implements TpmSignature {
        @Override
        public boolean verifies(Octets message, PublicKey key) {
            if (!(key instanceof ECPublicKey ec)) return false;
            var size = EcKeys.orderSize(ec);
            if (r.size() > size || s.size() > size) return false;
            return new SignatureScheme.Ecdsa(hash)
                    .verifies(ec, message, padded(r, size).concat(padded(s, size)));
        }

        private static Octets padded(Octets number, int size) {
            return Octets.of(new byte[size - number.size()]).concat(number);
        }
    }

    /** @throws MalformedException unless the bytes are one signature; other schemes are unsupported */
    static TpmSignature parse(Octets bytes) throws MalformedException {
        var in = ByteReader.bigEndian(bytes);
        var scheme = in.u16();
        TpmSignature signature =
                switch (scheme) {
                    case TpmAlgorithm.RSASSA -> new Pkcs1(TpmAlgorithm.hash(in.u16()), number(in));
                    case TpmAlgorithm.RSAPSS -> new Pss(TpmAlgorithm.hash(in.u16()), number(in));
                    case TpmAlgorithm.ECDSA -> new Ecdsa(TpmAlgorithm.hash(in.u16()), number(in), number(in));
                    default -> throw TpmAlgorithm.unsupported("signature scheme", scheme);
                };
        in.end("a signature");
        return signature;
    }

    private static Octets number(ByteReader in) throws MalformedException {
        return Attest.sized(in, NUMBER_SIZE_MAX);
    }
}
