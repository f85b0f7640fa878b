package coco.crypto;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * An ECDSA signature as its two numbers, with the one strict reading of each of its two forms.
 *
 * <p>DER is read by hand, so that every provider sees only canonical bytes and gives the same verdict: SEQUENCE of two
 * INTEGERs, shortest lengths, no padding, nothing behind, both numbers from 1 to the order less one.
 */
record EcdsaSignature(BigInteger r, BigInteger s) {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    static EcdsaSignature ofDer(Curve curve, byte[] der) throws MalformedException {
        var in = new DerReader(der);
        in.open(SEQUENCE);
        var r = in.integer();
        var s = in.integer();
        in.end();
        return new EcdsaSignature(inRange(curve, r), inRange(curve, s));
    }

    static EcdsaSignature ofRaw(Curve curve, byte[] raw) throws MalformedException {
        var size = curve.fieldSize();
        if (raw.length != 2 * size) throw new MalformedException("a raw signature has " + 2 * size + " bytes");
        var r = new BigInteger(1, raw, 0, size);
        var s = new BigInteger(1, raw, size, size);
        return new EcdsaSignature(inRange(curve, r), inRange(curve, s));
    }

    byte[] toRaw(Curve curve) {
        var raw = new byte[2 * curve.fieldSize()];
        write(r, raw, curve.fieldSize());
        write(s, raw, 2 * curve.fieldSize());
        return raw;
    }

    byte[] toDer() {
        var first = r.toByteArray();
        var second = s.toByteArray();
        var content = 4 + first.length + second.length;
        var header = content < 0x80 ? 2 : 3;
        var der = new byte[header + content];
        var at = 0;
        der[at++] = SEQUENCE;
        if (header == 3) der[at++] = (byte) 0x81;
        der[at++] = (byte) content;
        at = writeInteger(first, der, at);
        writeInteger(second, der, at);
        return der;
    }

    private static int writeInteger(byte[] number, byte[] der, int at) {
        der[at] = INTEGER;
        der[at + 1] = (byte) number.length;
        System.arraycopy(number, 0, der, at + 2, number.length);
        return at + 2 + number.length;
    }

    private static void write(BigInteger number, byte[] target, int end) {
        var bytes = number.toByteArray();
        var from = bytes[0] == 0 ? 1 : 0;
        System.arraycopy(bytes, from, target, end - (bytes.length - from), bytes.length - from);
    }

    private static BigInteger inRange(Curve curve, BigInteger number) throws MalformedException {
        if (number.signum() <= 0 || number.compareTo(curve.order()) >= 0)
            throw new MalformedException("a number of the signature is out of range");
        return number;
    }

    /** Just enough DER for a signature; the largest (P-521) needs one length byte after 0x81. */
    private static final class DerReader {
        private final byte[] der;
        private int at;

        DerReader(byte[] der) {
            this.der = der;
        }

        void open(int tag) throws MalformedException {
            expect(tag);
            var length = next();
            if (length == 0x81) {
                length = next();
                if (length < 0x80) throw new MalformedException("the signature's length is not the shortest");
            } else if (length > 0x80) {
                throw new MalformedException("the signature is too long");
            }
            if (length != der.length - at) throw new MalformedException("the signature's length is wrong");
        }

        BigInteger integer() throws MalformedException {
            expect(INTEGER);
            var length = next();
            if (length == 0 || length >= 0x80 || length > der.length - at)
                throw new MalformedException("a number of the signature has a wrong length");
            if (der[at] < 0) throw new MalformedException("a number of the signature is negative");
            if (length > 1 && der[at] == 0 && der[at + 1] >= 0)
                throw new MalformedException("a number of the signature is padded");
            var number = new BigInteger(1, Arrays.copyOfRange(der, at, at + length));
            at += length;
            return number;
        }

        void end() throws MalformedException {
            if (at != der.length) throw new MalformedException("bytes follow the signature");
        }

        private void expect(int tag) throws MalformedException {
            if (next() != tag) throw new MalformedException("the signature is not DER");
        }

        private int next() throws MalformedException {
            if (at == der.length) throw new MalformedException("the signature ends early");
            return der[at++] & 0xff;
        }
    }
}
