package coco.evidence.snp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.snp.KeyInfo.SigningKey;
import coco.evidence.snp.SnpReport.Firmware;
import coco.evidence.snp.SnpReport.Processor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fields of reports. Of versions 4 and 5 no real report is public: these are made here, field by field, after the
 * specification's table.
 */
class SnpReportTest {
    @Test
    void everyFieldIsReadFromItsPlace() {
        var chip = MadePlatform.CHIP;
        var made = new MadeReport(5)
                .u32(0x04, 7)
                .u64(0x08, 0x3f3_ff12L)
                .put(0x10, octets(0x11, 16))
                .put(0x20, octets(0x22, 16))
                .u32(0x30, 0xffff_ffffL)
                .put(0x38, octets(0x33, 8))
                .u64(0x40, 0x8000_0000_0000_003fL)
                .u32(0x48, 0b00111)
                .put(0x50, octets(0x44, 64))
                .put(0x90, octets(0x55, 48))
                .put(0xc0, octets(0x66, 32))
                .put(0xe0, octets(0x77, 48))
                .put(0x110, octets(0x88, 48))
                .put(0x140, octets(0x99, 32))
                .put(0x160, octets(0xaa, 32))
                .put(0x180, octets(0xbb, 8))
                .processor(0x1a, 0x11, 2)
                .put(0x1a0, chip)
                .put(0x1e0, octets(0xcc, 8))
                .put(0x1e8, Octets.ofHex("1d370100"))
                .put(0x1ec, Octets.ofHex("1c360200"))
                .put(0x1f0, octets(0xdd, 8))
                .u64(0x1f8, 0x123)
                .u64(0x200, -2)
                .put(0x2a0, octets(0x01, 47))
                .put(0x2e8, octets(0x02, 47));
        var report = made.parse();
        assertEquals(5, report.version());
        assertEquals(7, report.guestSvn());
        assertEquals(0x3f3_ff12L, report.policy().bits());
        assertEquals(octets(0x11, 16), report.familyId());
        assertEquals(octets(0x22, 16), report.imageId());
        assertEquals(0xffff_ffffL, report.privilegeLevel());
        assertEquals(octets(0x33, 8), report.currentTcb());
        assertEquals(0x8000_0000_0000_003fL, report.platform().bits());
        assertEquals(new KeyInfo(true, true, SigningKey.VLEK), report.keyInfo());
        assertEquals(octets(0x44, 64), report.reportData());
        assertEquals(octets(0x55, 48), report.measurement());
        assertEquals(octets(0x66, 32), report.hostData());
        assertEquals(octets(0x77, 48), report.idKeyDigest());
        assertEquals(octets(0x88, 48), report.authorKeyDigest());
        assertEquals(octets(0x99, 32), report.reportId());
        assertEquals(octets(0xaa, 32), report.reportIdMa());
        assertEquals(octets(0xbb, 8), report.reportedTcb());
        assertEquals(new Processor(0x1a, 0x11, 2), report.processor());
        assertEquals(chip, report.chipId());
        assertEquals(octets(0xcc, 8), report.committedTcb());
        assertEquals(new Firmware(1, 55, 29), report.currentFirmware());
        assertEquals(new Firmware(2, 54, 28), report.committedFirmware());
        assertEquals(octets(0xdd, 8), report.launchTcb());
        assertEquals(0x123, report.launchMitigations());
        assertEquals(-2, report.currentMitigations());
        assertEquals(made.bytes().slice(0, 0x2a0), report.signed());
        assertEquals(
                Octets.of((byte) 0)
                        .concat(octets(1, 47))
                        .concat(Octets.of((byte) 0))
                        .concat(octets(2, 47)),
                report.signature());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 6, 0x0200_0000, 0xffff_ffffL})
    void anUnknownVersionIsRefusedByName(long version) {
        assertRefused(Reason.UNKNOWN_VERSION, new MadeReport(2).u32(0, version));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2, 0x0001_0000})
    void anotherSignatureAlgorithmIsUnsupported(long algorithm) {
        assertRefused(Reason.UNSUPPORTED, new MadeReport(3).u32(0x34, algorithm));
    }

    @Test
    void aPolicyOfUnknownBitsOrWithoutItsOneIsRefused() {
        assertRefused(Reason.UNSUPPORTED, new MadeReport(3).u64(0x08, 0x0402_0000));
        assertRefused(Reason.UNSUPPORTED, new MadeReport(3).u64(0x08, 0x8000_0000_0002_0000L));
        assertRefused(Reason.MALFORMED, new MadeReport(3).u64(0x08, 0x1001f));
    }

    @ParameterizedTest
    @CsvSource({"8, UNSUPPORTED", "24, UNSUPPORTED", "32, MALFORMED", "0x80000000, MALFORMED"})
    void unknownSigningKeysAreRefused(String bits, Reason reason) {
        assertRefused(reason, new MadeReport(3).u32(0x48, Long.decode(bits)));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0x188",
        "2, 0x18a",
        "5, 0x4c",
        "5, 0x18b",
        "5, 0x19f",
        "5, 0x1eb",
        "5, 0x1ef",
        "4, 0x1f8",
        "4, 0x207",
        "5, 0x208",
        "5, 0x29f",
        "5, 0x2d0",
        "5, 0x2e7",
        "5, 0x318",
        "5, 0x32f",
        "5, 0x330",
        "5, 0x49f"
    })
    void whatAVersionReservesIsZero(int version, String at) {
        assertRefused(Reason.MALFORMED, new MadeReport(version).u8(Integer.decode(at), 1));
    }

    @Test
    void everyOtherSizeIsRefused() {
        var bytes = new MadeReport(5).bytes();
        for (var size = 0; size < bytes.size(); size++) {
            var cut = bytes.slice(0, size);
            assertEquals(
                    Reason.MALFORMED,
                    assertThrows(MalformedException.class, () -> SnpReport.parse(cut))
                            .reason());
        }
        assertThrows(MalformedException.class, () -> SnpReport.parse(bytes.concat(Octets.of((byte) 0))));
    }

    @ParameterizedTest
    @CsvSource({
        "0x19, 0x00, MILAN",
        "0x19, 0x01, MILAN",
        "0x19, 0x0f, MILAN",
        "0x19, 0x10, GENOA",
        "0x19, 0x11, GENOA",
        "0x19, 0xa0, GENOA",
        "0x19, 0xaf, GENOA",
        "0x1a, 0x00, TURIN",
        "0x1a, 0x02, TURIN",
        "0x1a, 0x11, TURIN",
        "0x19, 0x20, ",
        "0x19, 0x9f, ",
        "0x19, 0xb0, ",
        "0x1a, 0x20, ",
        "0x1a, 0x50, ",
        "0x17, 0x31, ",
        "0, 0, "
    })
    void linesAreToldByTheirProcessors(String family, String model, ProcessorLine line) {
        assertEquals(
                Optional.ofNullable(line),
                ProcessorLine.of(new Processor(Integer.decode(family), Integer.decode(model), 0)));
    }

    private static void assertRefused(Reason reason, MadeReport report) {
        assertEquals(
                reason,
                assertThrows(MalformedException.class, () -> SnpReport.parse(report.bytes()))
                        .reason());
    }

    private static Octets octets(int value, int count) {
        return Octets.ofHex("%02x".formatted(value).repeat(count));
    }
}
