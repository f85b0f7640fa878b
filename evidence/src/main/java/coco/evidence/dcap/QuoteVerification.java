package coco.evidence.dcap;

import coco.evidence.Case;
import coco.evidence.Examination;
import coco.evidence.Findings;
import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.Tcb;
import coco.evidence.format.EcKeys;
import java.util.Optional;

/**
 * Verifies quotes (Intel QVL, 4.1.2.4): from the signature over the report by way of the attestation key, the quoting enclave
 * and the platform's key to Intel's root, and what Intel says of the platform, of the quoting enclave and of the TDX module.
 * Revocation lists, TCB info and QE identity have to be there.
 */
public final class QuoteVerification {
    private final QuoteSignature signature;
    private final Case about;
    private final Examination examination;

    private QuoteVerification(QuoteSignature signature, Case about) {
        this.signature = signature;
        this.about = about;
        this.examination = about.examination();
    }

    public static Findings examine(SgxQuote quote, Case about) {
        var verification = new QuoteVerification(quote.signature(), about);
        verification.checkSignatures(quote);
        var platform = Platform.find(quote.signature(), about).map(Platform::extension);
        var tcb = platform.map(found -> verification.grade(quote, found)).orElse(Tcb.UNKNOWN);
        return about.examination().findings(QuoteClaims.of(quote, platform), tcb);
    }

    public static Findings examine(TdxQuote quote, Case about) {
        var verification = new QuoteVerification(quote.signature(), about);
        verification.checkSignatures(quote);
        verification.checkAttributes(quote.report());
        var platform = Platform.find(quote.signature(), about).map(Platform::extension);
        var tcb = platform.map(found -> verification.grade(quote, found)).orElse(Tcb.UNKNOWN);
        return about.examination().findings(QuoteClaims.of(quote, platform), tcb);
    }

    /** From the report to the quoting enclave. Its own signature is looked at with the platform's certificate. */
    private void checkSignatures(Quote quote) {
        var bound = signature
                .attestationKey()
                .concat(signature.qeAuthenticationData())
                .hash(Hash.SHA_256);
        examination.require(
                signature.qeReport().reportData().equals(bound.concat(Octets.of(new byte[32]))),
                Reason.KEY_BINDING,
                "the quoting enclave's report is not about this attestation key");
        examination.require(isSigned(quote), Reason.SIGNATURE, "the quote is not signed by its attestation key");
    }

    private boolean isSigned(Quote quote) {
        try {
            var key = EcKeys.ofCoordinates("secp256r1", signature.attestationKey());
            return SignatureAlgorithm.ES256.verifies(key, quote.signed(), signature.signature());
        } catch (MalformedException e) {
            return false; // the answer: what is no key signed nothing
        }
    }

    private void checkAttributes(TdReport report) {
        examination.require(
                report.seamAttributes().isZero(),
                Reason.MODULE_IDENTITY,
                "the TDX module has attributes " + report.seamAttributes());
        examination.require(
                !TdAttribute.anyUnknown(report.tdAttributes()),
                Reason.UNSUPPORTED,
                "trust domain attributes that are not known: " + report.tdAttributes());
        examination.require(
                about.policy().guest().migrationAllowed() || !report.has(TdAttribute.MIGRATABLE),
                Reason.MIGRATABLE,
                "the trust domain may be migrated");
    }

    private Tcb grade(SgxQuote quote, PckExtension platform) {
        return grading(quote, platform)
                .map(grading -> grading.ofEnclave(signature.qeReport()))
                .orElse(Tcb.UNKNOWN);
    }

    private Tcb grade(TdxQuote quote, PckExtension platform) {
        return grading(quote, platform)
                .map(grading -> grading.ofTrustDomain(quote.report(), signature.qeReport()))
                .orElse(Tcb.UNKNOWN);
    }

    private Optional<Grading> grading(Quote quote, PckExtension platform) {
        var statements = new Statements(about);
        var tee = quote.header().tee();
        var info = statements.tcbInfo(tee, platform);
        var identity = statements.qeIdentity(tee);
        identity.ifPresent(found -> examination.require(
                found.isOf(signature.qeReport()), Reason.QE_IDENTITY, "the quoting enclave is another one"));
        info.ifPresent(found -> {
            examination.require(found.version() > 1, Reason.UNSUPPORTED, "a TCB info of version 1 grades no platform");
            checkModule(quote, found);
        });
        if (info.isEmpty() || identity.isEmpty()) return Optional.empty();
        return Optional.of(new Grading(info.get(), identity.get(), platform, examination));
    }

    private void checkModule(Quote quote, TcbInfo info) {
        if (!(quote instanceof TdxQuote tdx)) return;
        var report = tdx.report();
        var version = report.teeTcbSvn().at(1);
        var module = version == 0 ? info.module() : info.module(version);
        examination.require(
                module.isPresent() && module.get().isOf(report),
                Reason.MODULE_IDENTITY,
                "the TDX module of version " + version + " signed by " + report.mrSignerSeam());
    }
}
