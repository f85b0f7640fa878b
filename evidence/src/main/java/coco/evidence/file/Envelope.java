package coco.evidence.file;

import coco.evidence.Endorsements;
import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import coco.evidence.azure.HclReport;
import coco.evidence.azure.VtpmEvidence;
import coco.evidence.dcap.TdxQuote;
import coco.evidence.format.Json;
import coco.evidence.format.Json.Members;
import coco.evidence.tpm.AttestationKey;
import coco.evidence.tpm.PcrValues;
import coco.evidence.tpm.TpmEvidence;
import coco.evidence.tpm.TpmQuote;
import coco.evidence.tpm.TpmSignature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** JSON in which tools hand on evidence. Names of members tell whose it is; members that say nothing more are passed over. */
final class Envelope {
    /** Members that hold evidence as text, in the order in which they are looked for. */
    private static final List<String> EVIDENCE = List.of(
            "QuoteHex", "quote", "evidence", "attestation_report", "attestation", "report", "document", "token");

    /** Members that hold endorsements as text. */
    private static final List<String> ENDORSEMENTS =
            List.of("endorsements", "collateral", "vcek", "cert_chain", "certificateChain", "uvm_endorsements");

    private Envelope() {}

    static EvidenceFile open(Octets file, int depth) throws MalformedException {
        var json = Json.parseObject(file);
        if (json.has("hcl_report")) return azure(json, "hcl_report", json.object("tpm_quote"));
        if (json.has("report") && json.all().get("quote") instanceof Members quote) return azure(json, "report", quote);
        if (json.has("AK") && json.has("Quote")) return tpm(json);
        for (var name : EVIDENCE) {
            if (!json.has(name)) continue;
            var found = EvidenceFinder.find(bytes(json.member(name), name), depth + 1)
                    .in("JSON");
            return found.with(endorsements(json));
        }
        throw new MalformedException("JSON without a member that holds evidence, which are " + EVIDENCE);
    }

    /** An HCL report and the quote of its virtual TPM, as the attesters of confidential containers send them. */
    private static EvidenceFile azure(Members json, String report, Members quote) throws MalformedException {
        var hcl = bytes(json.member(report), report);
        var values = new ArrayList<Octets>();
        for (var value : quote.array("pcrs")) values.add(bytes(value, "pcrs"));
        var signed = new TpmSignature.Pkcs1(Hash.SHA_256, bytes(quote.member("signature"), "signature"));
        var tpm = TpmQuote.parse(bytes(quote.member("message"), "message"), signed, PcrValues.of(Hash.SHA_256, values));
        if (HclReport.parse(hcl).tee() == TeeKind.AZURE_SNP) {
            return new EvidenceFile(
                    "an HCL report and a quote of its TPM",
                    VtpmEvidence.ofSnp(hcl, tpm),
                    endorsements(json),
                    List.of());
        }
        if (!json.has("td_quote"))
            throw new MalformedException(Reason.UNSUPPORTED, "an HCL report of TDX without a td_quote");
        var hardware = TdxQuote.parse(bytes(json.member("td_quote"), "td_quote"));
        return new EvidenceFile(
                "an HCL report, its TDX quote and a quote of its TPM",
                VtpmEvidence.ofTdx(hcl, hardware, tpm),
                endorsements(json),
                List.of());
    }

    /** A quote of a TPM with its key, log and registers, as go-attestation writes them. */
    private static EvidenceFile tpm(Members json) throws MalformedException {
        var key = AttestationKey.ofPublicArea(bytes(json.object("AK").member("Public"), "Public"));
        var log = json.object("Log");
        var banks = new PcrValues(java.util.Map.of());
        for (var hash : Hash.values()) {
            var values = new TreeMap<Integer, Octets>();
            for (var register : log.objects("PCRs")) {
                var digest = bytes(register.member("Digest"), "Digest");
                if (digest.size() == hash.size()) values.put(register.number("Index", PcrValues.COUNT_MAX - 1), digest);
            }
            if (!values.isEmpty()) banks = banks.with(PcrValues.of(hash, values));
        }
        var quote = json.object("Quote");
        var parsed = TpmQuote.parse(
                bytes(quote.member("Quote"), "Quote"), bytes(quote.member("Signature"), "Signature"), banks);
        return new EvidenceFile("a quote of a TPM", new TpmEvidence(parsed, key));
    }

    private static Endorsements endorsements(Members json) throws MalformedException {
        var all = Endorsements.NONE;
        for (var name : ENDORSEMENTS) {
            if (json.has(name)) all = all.with(EndorsementFile.read(bytes(json.member(name), name)));
        }
        return all;
    }

    /** Text in one of the encodings, PEM or JSON as they are, or an array of numbers of 0 to 255. */
    private static Octets bytes(Json value, String name) throws MalformedException {
        return switch (value) {
            case Json.Text(var text) ->
                Armour.decode(text).orElseGet(() -> Octets.of(text.getBytes(StandardCharsets.UTF_8)));
            case Json.Elements(var all) -> bytes(all, name);
            case Members members -> members.source();
            case Json.Numeral _, Json.Truth _, Json.Null _ -> throw new MalformedException(name + " holds no bytes");
        };
    }

    private static Octets bytes(List<Json> numbers, String name) throws MalformedException {
        var bytes = new byte[numbers.size()];
        for (var i = 0; i < bytes.length; i++) {
            if (!(numbers.get(i) instanceof Json.Numeral(var digits))
                    || !digits.matches("\\d{1,3}")
                    || Integer.parseInt(digits) > 255) {
                throw new MalformedException(name + " holds something that is no byte");
            }
            bytes[i] = (byte) Integer.parseInt(digits);
        }
        return Octets.of(bytes);
    }
}
