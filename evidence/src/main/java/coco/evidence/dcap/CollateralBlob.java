package coco.evidence.dcap;

import coco.evidence.Endorsement;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.ByteReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Collateral in one binary block, as attesters hand it on. Three layouts are known: Intel's structure as it lies in memory
 * (sgx_ql_qve_collateral_t, for TDX as Open Enclave carries it), Open Enclave's endorsements of SGX (version 1), and the
 * parts of Intel's structure each behind its size.
 */
public final class CollateralBlob {
    /** Version 3.1 in big endian, followed by the kind of TEE. */
    private static final long SIZED_3_1 = 0x0003_0001L;

    private static final long OPEN_ENCLAVE_VERSION = 1;
    private static final long OPEN_ENCLAVE_SGX = 2;
    private static final int OPEN_ENCLAVE_PARTS = 9;

    private static final long TEE_SGX = 0;
    private static final long TEE_TDX = 0x81;

    /** Parts of Intel's structure, in its order. */
    private static final List<Part> PARTS = List.of(
            Part.CERTIFICATES,
            Part.REVOCATION_LIST,
            Part.REVOCATION_LIST,
            Part.CERTIFICATES,
            Part.STATEMENT,
            Part.CERTIFICATES,
            Part.STATEMENT);

    /** Parts of Open Enclave's, in its order; its version and the time at which it was made say nothing that is signed. */
    private static final List<Part> OPEN_ENCLAVE = List.of(
            Part.NOTHING,
            Part.STATEMENT,
            Part.CERTIFICATES,
            Part.REVOCATION_LIST,
            Part.REVOCATION_LIST,
            Part.CERTIFICATES,
            Part.STATEMENT,
            Part.CERTIFICATES,
            Part.NOTHING);

    private enum Part {
        CERTIFICATES,
        REVOCATION_LIST,
        STATEMENT,
        NOTHING
    }

    private CollateralBlob() {}

    /** @throws MalformedException of another layout, or not whole; {@link Reason#UNKNOWN_VERSION} for an unknown version */
    public static List<Endorsement> parse(Octets blob) throws MalformedException {
        var version = ByteReader.littleEndian(blob).u32();
        if (version == OPEN_ENCLAVE_VERSION) return endorsements(openEnclave(blob), OPEN_ENCLAVE);
        if (ByteReader.bigEndian(blob).u32() == SIZED_3_1) return endorsements(sized(blob), PARTS);
        if (version == 3 || version == 4) return endorsements(structure(blob), PARTS);
        throw new MalformedException(Reason.UNKNOWN_VERSION, "collateral of version " + Long.toHexString(version));
    }

    /** A header of four numbers, offsets of the parts behind one another, and the parts. */
    private static List<Octets> openEnclave(Octets blob) throws MalformedException {
        var in = ByteReader.littleEndian(blob);
        in.skip(4);
        if (in.u32() != OPEN_ENCLAVE_SGX) throw new MalformedException(Reason.UNSUPPORTED, "endorsements of no SGX");
        var size = in.u32();
        if (in.u32() != OPEN_ENCLAVE_PARTS) throw new MalformedException("endorsements of other parts");
        if (size != in.remaining()) throw new MalformedException("endorsements of " + size + " bytes");
        var offsets = new ArrayList<Long>();
        for (var i = 0; i < OPEN_ENCLAVE_PARTS; i++) offsets.add(in.u32());
        if (offsets.getFirst() != 0) throw new MalformedException("endorsements that begin with a gap");
        offsets.add((long) in.remaining());
        var parts = new ArrayList<Octets>();
        for (var i = 0; i < OPEN_ENCLAVE_PARTS; i++) parts.add(in.take(offsets.get(i + 1) - offsets.get(i)));
        return parts;
    }

    /** Parts behind one another, each behind its size in 8 bytes, big endian. */
    private static List<Octets> sized(Octets blob) throws MalformedException {
        var in = ByteReader.bigEndian(blob);
        in.skip(4);
        requireTee(in.u32());
        var parts = new ArrayList<Octets>();
        for (var i = 0; i < PARTS.size(); i++) parts.add(in.take(in.u64()));
        in.end("collateral");
        return parts;
    }

    /** Addresses and sizes of the parts, then the parts; what an address was is of no use, but each follows from the last. */
    private static List<Octets> structure(Octets blob) throws MalformedException {
        var in = ByteReader.littleEndian(blob);
        in.skip(4);
        requireTee(in.u32());
        var sizes = new ArrayList<Long>();
        var next = 0L;
        for (var i = 0; i < PARTS.size(); i++) {
            var address = in.u64();
            if (i > 0 && address != next) throw new MalformedException("collateral whose parts are apart");
            sizes.add(in.u32());
            next = address + sizes.getLast();
            if (in.u32() != 0) throw new MalformedException("collateral with something between its fields");
        }
        var parts = new ArrayList<Octets>();
        for (var size : sizes) parts.add(in.take(size));
        in.end("collateral");
        return parts;
    }

    private static List<Endorsement> endorsements(List<Octets> parts, List<Part> kinds) throws MalformedException {
        var collateral = new Collateral();
        for (var i = 0; i < kinds.size(); i++) {
            var part = withoutEnd(parts.get(i));
            switch (kinds.get(i)) {
                case CERTIFICATES -> collateral.addCertificates(part);
                case REVOCATION_LIST -> collateral.addRevocationLists(part);
                case STATEMENT -> collateral.addJson(part);
                case NOTHING -> {}
            }
        }
        return collateral.items();
    }

    /** Texts end in a zero, as C writes them. */
    private static Octets withoutEnd(Octets text) {
        var last = text.size() - 1;
        return last >= 0 && text.at(last) == 0 ? text.slice(0, last) : text;
    }

    private static void requireTee(long tee) throws MalformedException {
        if (tee != TEE_SGX && tee != TEE_TDX) throw new MalformedException(Reason.UNSUPPORTED, "TEE type " + tee);
    }
}
