package coco.evidence.vbs;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.ByteReader;
import coco.evidence.format.RsaKey;
import java.security.interfaces.RSAPublicKey;

/** BCRYPT_RSAKEY_BLOB of a public key (Windows SDK, {@code bcrypt.h}): sizes little endian, numbers big endian. */
final class BcryptRsaKey {
    /** "RSA1". */
    private static final long PUBLIC_MAGIC = 0x31415352;

    private BcryptRsaKey() {}

    static RSAPublicKey parse(Octets blob) throws MalformedException {
        var in = ByteReader.littleEndian(blob);
        if (in.u32() != PUBLIC_MAGIC) throw new MalformedException("no public RSA key of BCrypt");
        var bits = in.u32();
        var exponentSize = in.u32();
        var modulusSize = in.u32();
        if (in.u64() != 0) throw new MalformedException("a public RSA key with primes");
        return RsaKey.read(in, bits, exponentSize, modulusSize);
    }
}
