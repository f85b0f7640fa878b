package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.ByteReader;
import java.util.List;
import java.util.Optional;

/**
 * The report of a TDX trust domain (Intel TDX Module ABI, TDREPORT; Intel TDX DCAP Quoting Library API, A.3.2).
 *
 * @param teeTcbSvn 16 bytes: the module's security version and major version, the loader's and the microcode's
 * @param mrSeam SHA-384 of the TDX module
 * @param mrSignerSeam SHA-384 of the key of the module's signer; zeros for Intel's own
 * @param seamAttributes 8 bytes of flags of the module
 * @param tdAttributes 8 bytes of flags of the trust domain
 * @param xfam which extended features of the processor the trust domain uses
 * @param mrTd SHA-384 of how the trust domain was built
 * @param mrConfigId 48 bytes that whoever launched it gave
 * @param mrOwner 48 bytes that whoever launched it gave
 * @param mrOwnerConfig 48 bytes that whoever launched it gave
 * @param rtmrs four registers, SHA-384 each, that software in the trust domain extends
 * @param reportData 64 bytes that the trust domain gave
 * @param later what reports of TDX 1.5 have more
 */
public record TdReport(
        Octets teeTcbSvn,
        Octets mrSeam,
        Octets mrSignerSeam,
        Octets seamAttributes,
        Octets tdAttributes,
        Octets xfam,
        Octets mrTd,
        Octets mrConfigId,
        Octets mrOwner,
        Octets mrOwnerConfig,
        List<Octets> rtmrs,
        Octets reportData,
        Optional<Later> later) {
    static final int SIZE_10 = 584;
    static final int SIZE_15 = 648;

    /**
     * Fields from TDX 1.5 on.
     *
     * @param teeTcbSvn2 security versions of the module that runs now, which may be newer than the one that launched the
     *     trust domain; as {@link TdReport#teeTcbSvn}
     * @param mrServiceTd SHA-384 of the trust domains that serve this one, zeros for none
     */
    public record Later(Octets teeTcbSvn2, Octets mrServiceTd) {}

    static TdReport parse(Octets bytes) throws MalformedException {
        var in = ByteReader.littleEndian(bytes);
        var report = new TdReport(
                in.take(16),
                in.take(48),
                in.take(48),
                in.take(8),
                in.take(8),
                in.take(8),
                in.take(48),
                in.take(48),
                in.take(48),
                in.take(48),
                List.of(in.take(48), in.take(48), in.take(48), in.take(48)),
                in.take(64),
                bytes.size() == SIZE_15 ? Optional.of(new Later(in.take(16), in.take(48))) : Optional.empty());
        in.end("a report of a trust domain");
        return report;
    }

    /** Whether anything is set that lets somebody outside look into the trust domain. */
    public boolean isDebug() {
        return tdAttributes.at(0) != 0;
    }

    boolean has(TdAttribute attribute) {
        return (tdAttributes.at(attribute.bit() / 8) >> attribute.bit() % 8 & 1) != 0;
    }
}
