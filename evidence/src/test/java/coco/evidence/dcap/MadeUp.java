package coco.evidence.dcap;

import static coco.evidence.DerWriter.integer;
import static coco.evidence.DerWriter.join;
import static coco.evidence.DerWriter.objectIdentifier;
import static coco.evidence.DerWriter.octetString;
import static coco.evidence.DerWriter.sequence;
import static coco.evidence.DerWriter.truth;
import static coco.evidence.DerWriter.value;

import coco.evidence.Authority;
import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.Evidence;
import coco.evidence.Hash;
import coco.evidence.MadeCertificate;
import coco.evidence.MadeCertificate.Extension;
import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Roots;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A platform under a root of its own, of which everything can be chosen. As it is made, its quotes are accepted and graded up
 * to date. Owner: the test that made it.
 */
final class MadeUp {
    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    static final String ROOT_NAME = "Intel SGX Root CA";
    static final String ISSUER_NAME = "Intel SGX PCK Platform CA";
    static final String SIGNING_NAME = "Intel SGX TCB Signing";
    static final String PCK_NAME = "Intel SGX PCK Certificate";

    /** One run of keys is enough for all tests: nothing that is tested depends on them. */
    private static final KeyPair ROOT = MadeKeys.elliptic("secp256r1");

    private static final KeyPair ISSUER = MadeKeys.elliptic("secp256r1");
    private static final KeyPair SIGNING = MadeKeys.elliptic("secp256r1");
    private static final KeyPair PLATFORM = MadeKeys.elliptic("secp256r1");
    private static final KeyPair ATTESTATION = MadeKeys.elliptic("secp256r1");

    private static final Instant BEGIN = year(2020);
    private static final Extension USE = Extension.keyUsage(0b1100_0000, 6);

    /** Versions 3, 4 and 5; 5 means TDX 1.5 where it is a trust domain. */
    int version = 5;

    boolean tdx = true;
    byte[] report = new byte[648];
    byte[] qeReport = new byte[384];
    byte[] qeAuthenticationData = new byte[32];
    int certificationType = 5;

    String pckName = PCK_NAME;
    String issuerName = ISSUER_NAME;
    String signingName = SIGNING_NAME;
    KeyPair signingKeys = SIGNING;
    KeyPair platformKeys = PLATFORM;
    int pckUntil = 2030;
    int[] components = new int[16];
    int pceSvn = 10;
    boolean smt = true;

    List<Integer> revokedByRoot = List.of();
    List<Integer> revokedByIssuer = List.of();
    int listsUntil = 2030;

    String info = "\"id\":\"TDX\",\"version\":3,\"issueDate\":\"2026-05-20T00:00:00Z\",\"nextUpdate\":"
            + "\"2026-06-19T00:00:00Z\",\"fmspc\":\"00906ED50000\",\"pceId\":\"0000\",\"tcbType\":0,"
            + "\"tcbEvaluationDataNumber\":20";
    String module = moduleOf(0);
    String modules = "[{\"id\":\"TDX_01\"," + moduleOf(0) + ",\"tcbLevels\":[" + svnLevel(5, "UpToDate", "") + ","
            + svnLevel(3, "OutOfDate", "INTEL-SA-01036") + "," + svnLevel(2, "Revoked", "") + "]}]";
    List<String> levels =
            new ArrayList<>(List.of(level(5, 10, 5, "UpToDate", ""), level(3, 5, 3, "OutOfDate", "INTEL-SA-1")));
    String identity = "\"id\":\"TD_QE\",\"version\":2,\"issueDate\":\"2026-05-20T00:00:00Z\",\"nextUpdate\":"
            + "\"2026-06-19T00:00:00Z\",\"tcbEvaluationDataNumber\":20,\"miscselect\":\"00000000\","
            + "\"miscselectMask\":\"FFFFFFFF\",\"attributes\":\"11000000000000000000000000000000\","
            + "\"attributesMask\":\"FBFFFFFFFFFFFFFF0000000000000000\",\"mrsigner\":\"" + "dc".repeat(32)
            + "\",\"isvprodid\":2";
    String identityLevels = svnLevel(4, "UpToDate", "") + "," + svnLevel(3, "OutOfDate", "INTEL-SA-2") + ","
            + svnLevel(2, "Revoked", "");

    private MadeUp() {
        Arrays.fill(components, 5);
        System.arraycopy(Octets.ofHex("15000000000000000700000000000000").toArray(), 0, qeReport, 48, 16);
        Arrays.fill(qeReport, 128, 160, (byte) 0xdc);
        qeReport[256] = 2;
        qeReport[258] = 4;
    }

    /** A trust domain of TDX 1.5 with a module of version 1. */
    static MadeUp trustDomain() {
        var made = new MadeUp();
        for (var from : new int[] {0, 584}) {
            made.report[from] = 5;
            made.report[from + 1] = 1;
            made.report[from + 2] = 5;
            Arrays.fill(made.report, from + 3, from + 16, (byte) 5);
        }
        made.report[123] = 0x10;
        return made;
    }

    static MadeUp enclave() {
        var made = new MadeUp();
        made.tdx = false;
        made.version = 3;
        made.report = new byte[384];
        made.report[48] = 5;
        made.info = made.info.replace("TDX", "SGX");
        made.identity = made.identity.replace("TD_QE", "QE");
        return made;
    }

    /** Where all 16 components, and for TDX all 16 of TDX, are at least a version. */
    static String level(int components, int pceSvn, int tdxComponents, String status, String advisory) {
        var sgx = "{\"svn\":%d},".formatted(components).repeat(16);
        var tdx = "{\"svn\":%d},".formatted(tdxComponents).repeat(16);
        return "{\"tcb\":{\"sgxtcbcomponents\":[%s],\"pcesvn\":%d,\"tdxtcbcomponents\":[%s]},%s}"
                .formatted(cut(sgx), pceSvn, cut(tdx), graded(status, advisory));
    }

    static String svnLevel(int svn, String status, String advisory) {
        return "{\"tcb\":{\"isvsvn\":%d},%s}".formatted(svn, graded(status, advisory));
    }

    static String moduleOf(int signer) {
        return "\"mrsigner\":\"%s\",\"attributes\":\"%s\",\"attributesMask\":\"%s\""
                .formatted("%02x".formatted(signer).repeat(48), "00".repeat(8), "ff".repeat(8));
    }

    private static String graded(String status, String advisory) {
        var advisories = advisory.isEmpty() ? "" : ",\"advisoryIDs\":[\"" + advisory + "\"]";
        return "\"tcbDate\":\"2026-01-01T00:00:00Z\",\"tcbStatus\":\"%s\"%s".formatted(status, advisories);
    }

    private static String cut(String list) {
        return list.substring(0, list.length() - 1);
    }

    Verdict verify() {
        return verify(Policy.genuine());
    }

    Verdict verify(Policy policy) {
        return verify(Real.quote(Octets.of(quote())), endorsements(), policy);
    }

    Verdict verify(Quote quote, Endorsements endorsements, Policy policy) {
        var roots = Roots.none().with(Authority.INTEL_SGX, root());
        return new Verifier(roots).verify((Evidence) quote, endorsements, policy, NOW);
    }

    Endorsements endorsements() {
        return new Endorsements(List.of(
                tcbInfo(),
                qeIdentity(),
                new Endorsement.Certificate(signingCertificate()),
                new Endorsement.Certificate(issuerCertificate()),
                new Endorsement.Certificate(pckCertificate()),
                list(new MadeIdentity(ROOT, root()), revokedByRoot),
                list(new MadeIdentity(ISSUER, issuerCertificate()), revokedByIssuer)));
    }

    private Endorsement list(MadeIdentity issuer, List<Integer> revoked) {
        var serials = revoked.stream().mapToLong(Integer::longValue).toArray();
        return new Endorsement.RevocationList(issuer.revoking(BEGIN, year(listsUntil), serials));
    }

    Endorsement.TcbInfo tcbInfo() {
        var tdxParts = tdx ? ",\"tdxModule\":{" + module + "},\"tdxModuleIdentities\":" + modules : "";
        var body = bytes("{" + info + tdxParts + ",\"tcbLevels\":[" + String.join(",", levels) + "]}");
        return new Endorsement.TcbInfo(Octets.of(body), Octets.of(sign(body, signingKeys)));
    }

    Endorsement.QeIdentity qeIdentity() {
        var body = bytes("{" + identity + ",\"tcbLevels\":[" + identityLevels + "]}");
        return new Endorsement.QeIdentity(Octets.of(body), Octets.of(sign(body, signingKeys)));
    }

    byte[] quote() {
        var binding = Octets.of(join(attestationKey(), qeAuthenticationData)).hash(Hash.SHA_256);
        var boundReport = qeReport.clone();
        System.arraycopy(binding.toArray(), 0, boundReport, 320, 32);
        var signed = join(header(), report);
        var certificates = certificationType == 5
                ? join(encoded(root()), encoded(pckCertificate()), encoded(issuerCertificate()))
                : certificationType == 4 ? encoded(pckCertificate()) : new byte[36];
        var inner = join(
                boundReport,
                sign(boundReport, platformKeys),
                u16(qeAuthenticationData.length),
                qeAuthenticationData,
                u16(certificationType),
                u32(certificates.length),
                certificates);
        var outer = version == 3 ? inner : join(u16(6), u32(inner.length), inner);
        var signature = join(sign(signed, ATTESTATION), attestationKey(), outer);
        return join(signed, u32(signature.length), signature);
    }

    private byte[] header() {
        var header = join(
                u16(version),
                u16(2),
                u32(tdx ? 0x81 : 0),
                new byte[4],
                Octets.ofHex("939a7233f79c4ca9940a0db3957f0607").toArray(),
                new byte[20]);
        if (version < 5) return header;
        return join(header, u16(tdx ? report.length == 584 ? 2 : 3 : 1), u32(report.length));
    }

    X509Certificate root() {
        return certificate(ROOT_NAME, ROOT, 1, 2049, Extension.ofIssuer()).signed(named(ROOT_NAME), ROOT);
    }

    private X509Certificate issuerCertificate() {
        return certificate(issuerName, ISSUER, 2, 2035, Extension.ofIssuer()).signed(named(ROOT_NAME), ROOT);
    }

    private X509Certificate signingCertificate() {
        return certificate(signingName, signingKeys, 3, 2035, USE).signed(named(ROOT_NAME), ROOT);
    }

    X509Certificate pckCertificate() {
        return certificate(pckName, platformKeys, 4, pckUntil, USE, pckExtension())
                .signed(named(issuerName), ISSUER);
    }

    /** Valid for the years 2020 to {@code untilYear}. */
    private static MadeCertificate certificate(
            String name, KeyPair keys, int serial, int untilYear, Extension... extensions) {
        return MadeCertificate.of(named(name), keys.getPublic(), extensions)
                .numbered(serial)
                .valid(BEGIN, year(untilYear));
    }

    private static String named(String commonName) {
        return "C=US, ST=CA, L=Santa Clara, O=Intel Corporation, CN=" + commonName;
    }

    private static Instant year(int year) {
        return Instant.parse(year + "-01-01T00:00:00Z");
    }

    /** Makes the platform's key sign what Intel says. */
    void signStatementsAsPlatform() {
        signingKeys = platformKeys;
    }

    private Extension pckExtension() {
        var oid = PckExtension.OID;
        var tcb = new byte[18][];
        for (var i = 0; i < 16; i++) tcb[i] = sequence(objectIdentifier(oid + ".2." + (i + 1)), integer(components[i]));
        tcb[16] = sequence(objectIdentifier(oid + ".2.17"), integer(pceSvn));
        tcb[17] = sequence(objectIdentifier(oid + ".2.18"), octetString(new byte[16]));
        var ppid = new byte[16];
        Arrays.fill(ppid, (byte) 0x77);
        return Extension.of(
                oid,
                sequence(
                        sequence(objectIdentifier(oid + ".1"), octetString(ppid)),
                        sequence(objectIdentifier(oid + ".2"), sequence(tcb)),
                        sequence(objectIdentifier(oid + ".3"), octetString(new byte[2])),
                        sequence(
                                objectIdentifier(oid + ".4"),
                                octetString(Octets.ofHex("00906ed50000").toArray())),
                        sequence(objectIdentifier(oid + ".5"), value(0x0a, new byte[] {1})),
                        sequence(
                                objectIdentifier(oid + ".7"),
                                sequence(sequence(objectIdentifier(oid + ".7.3"), truth(smt))))));
    }

    /** r and s, 32 bytes each. */
    private static byte[] sign(byte[] message, KeyPair keys) {
        try {
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] attestationKey() {
        var point = ((ECPublicKey) ATTESTATION.getPublic()).getW();
        return join(
                unsigned(point.getAffineX().toByteArray()),
                unsigned(point.getAffineY().toByteArray()));
    }

    private static byte[] unsigned(byte[] number) {
        var fixed = new byte[32];
        var size = Math.min(32, number.length);
        System.arraycopy(number, number.length - size, fixed, 32 - size, size);
        return fixed;
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] u16(int value) {
        return ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) value)
                .array();
    }

    private static byte[] u32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
