package coco.evidence.azure;

import coco.evidence.Hash;
import coco.evidence.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** An HCL report as a paravisor would write it, with whatever a test puts in. */
public record MadeHcl(
        int version, int request, int runtimeVersion, int type, int hash, Octets hardware, Octets runtime) {
    public static final int SNP = 2;
    public static final int TDX = 4;

    public static MadeHcl of(int type, Octets hardware, Octets runtime) {
        return new MadeHcl(1, 2, 1, type, 1, hardware, runtime);
    }

    public Octets bytes() {
        var extension = runtimeVersion == 2 ? 4 : 0;
        var bytes = ByteBuffer.allocate(32 + 1184 + 20 + extension + runtime.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("HCLA".getBytes(StandardCharsets.US_ASCII))
                .putInt(version)
                .putInt(1236 + runtime.size())
                .putInt(request)
                .put(new byte[16])
                .put(hardware.toArray())
                .position(32 + 1184)
                .putInt(20 + runtime.size())
                .putInt(runtimeVersion)
                .putInt(type)
                .putInt(hash)
                .putInt(runtime.size())
                .put(new byte[extension])
                .put(runtime.toArray());
        return Octets.of(bytes.array());
    }

    public static Octets runtime(RSAPublicKey key) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return text("""
                {"keys":[{"kid":"HCLAkPub","key_ops":["sign"],"kty":"RSA","e":"AQAB","n":"%s"}],\
                "vm-configuration":{"secure-boot":true,"vmUniqueId":"A"},"user-data":"00"}""".formatted(encoder.encodeToString(key.getModulus().toByteArray())));
    }

    public static Octets text(String json) {
        return Octets.of(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Report data: the hash of the runtime claims, and zeros. */
    public static Octets reportData(Octets runtime, Hash hash) {
        var digest = runtime.hash(hash);
        return digest.concat(Octets.of(new byte[64 - digest.size()]));
    }
}
