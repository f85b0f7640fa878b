package coco.evidence.vbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Samples;
import coco.evidence.tpm.MadeLog;
import org.junit.jupiter.api.Test;

class VbsReportTest {
    private static final MadeReport GENUINE = MadeReport.genuine();

    @Test
    void readsTheReportOfSqlServer() throws Exception {
        var report = VbsReport.parse(Samples.read("vbs/sqlserver_2019/vbs_report_package.bin"));
        var key = Samples.read("vbs/sqlserver_2019/enclave_rsa_pubkey_bcrypt.bin");
        assertEquals(key.hash(Hash.SHA_256), report.enclaveData().slice(0, 32));
        var identity = report.identity();
        assertEquals(
                "10203040413121110000000000000000",
                identity.ownerId().slice(0, 16).toHex());
        assertEquals("fefe0000000000000000000000000000", identity.familyId().toHex());
        assertEquals("19171200010520130005140312012205", identity.imageId().toHex());
        assertEquals(0, identity.enclaveSvn());
        assertEquals(1, identity.platformSvn());
        assertEquals(0, identity.flags());
        assertEquals(
                "[aetm-enclave.dll, bcrypt.dll, ucrtbase_enclave.dll, vertdll.dll, AzureAttest.dll, bcryptPrimitives.dll]",
                report.modules().stream().map(VbsModule::name).toList().toString());
        var first = report.modules().getFirst();
        assertEquals(identity.uniqueId(), first.uniqueId());
        assertEquals(identity.authorId(), first.authorId());
    }

    @Test
    void readsEveryField() throws Exception {
        var report = VbsReport.parse(GENUINE.withFlags(5).signedBy(MadeReport.KEY));
        var identity = report.identity();
        assertEquals("01".repeat(32), identity.ownerId().toHex());
        assertEquals("02".repeat(32), identity.uniqueId().toHex());
        assertEquals("03".repeat(32), identity.authorId().toHex());
        assertEquals("04".repeat(16), identity.familyId().toHex());
        assertEquals("05".repeat(16), identity.imageId().toHex());
        assertEquals(7, identity.enclaveSvn());
        assertEquals(8, identity.secureKernelSvn());
        assertEquals(9, identity.platformSvn());
        assertEquals(5, identity.flags());
        assertEquals(1, identity.signingLevel());
        var module = report.modules().getLast();
        assertEquals("0a".repeat(32), module.uniqueId().toHex());
        assertEquals("0b".repeat(32), module.authorId().toHex());
        assertEquals("0c".repeat(16), module.familyId().toHex());
        assertEquals("0d".repeat(16), module.imageId().toHex());
        assertEquals(3, module.svn());
        assertEquals("bcrypt.dll", module.name());
    }

    @Test
    void whatIsUnknownIsRefusedByName() {
        assertRefused(Reason.UNKNOWN_VERSION, GENUINE.withHeader(2, 1, 1, 0));
        assertRefused(Reason.UNSUPPORTED, GENUINE.withHeader(1, 2, 1, 0));
        assertRefused(Reason.UNKNOWN_VERSION, GENUINE.withHeader(1, 1, 2, 0));
        assertRefused(Reason.MALFORMED, GENUINE.withHeader(1, 1, 1, 1));
        assertRefused(Reason.UNSUPPORTED, GENUINE.withEnclaveType(0x11));
        assertRefused(Reason.UNSUPPORTED, GENUINE.withModules(MadeReport.block(2, 0, MadeLog.utf16("a\0"))));
    }

    @Test
    void aModuleOfAnotherShapeIsRefused() {
        var name = MadeLog.utf16("a\0");
        assertEquals(112, MadeReport.block(1, 0, name).size());
        assertModule(MadeReport.block(1, 0, name).slice(0, 111));
        assertModule(MadeReport.block(1, 0, name.concat(name)));
        assertModule(MadeReport.block(1, 0, MadeLog.utf16("a\0\0\0")));
        assertModule(MadeReport.block(1, 0, MadeLog.utf16("\0\0")));
        assertModule(MadeReport.block(1, 0, MadeLog.utf16("ab")));
        assertModule(MadeReport.block(1, 0, MadeLog.utf16("a\0b\0\0\0")));
        assertModule(MadeReport.block(1, 0, MadeLog.utf16("\n\0")));
        assertModule(MadeReport.block(1, 0, MadeLog.utf16("a".repeat(261) + "\0")));
        assertModule(MadeReport.numbers(1, 0));
        assertModule(MadeReport.numbers(1, -8));
    }

    @Test
    void sizesHaveToAddUp() {
        var report = GENUINE.signedBy(MadeReport.KEY);
        for (var field : new int[] {0, 12, 16, 24}) {
            for (var size : new int[] {0, 1, 23, 224, 0x7fff_ffff, -1}) {
                var lie =
                        report.slice(0, field).concat(MadeLog.u32(size)).concat(report.slice(field + 4, report.size()));
                assertThrows(MalformedException.class, () -> VbsReport.parse(lie), field + " = " + size);
            }
        }
        var statement = GENUINE.statement();
        assertThrows(MalformedException.class, () -> VbsReport.parse(GENUINE.packed(statement, Octets.EMPTY)));
        assertThrows(
                MalformedException.class, () -> VbsReport.parse(GENUINE.packed(statement, Octets.of(new byte[1_025]))));
        assertThrows(MalformedException.class, () -> VbsReport.parse(report.concat(Octets.ofHex("00"))));
        assertThrows(MalformedException.class, () -> VbsReport.parse(Octets.of(new byte[VbsReport.SIZE_MAX + 1])));
    }

    private static void assertModule(Octets block) {
        assertRefused(Reason.MALFORMED, GENUINE.withModules(block));
    }

    private static void assertRefused(Reason reason, MadeReport made) {
        var report = made.signedBy(MadeReport.KEY);
        assertEquals(
                reason,
                assertThrows(MalformedException.class, () -> VbsReport.parse(report))
                        .reason());
    }
}
