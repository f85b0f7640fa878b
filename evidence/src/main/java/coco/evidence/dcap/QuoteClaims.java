package coco.evidence.dcap;

import coco.evidence.Claims;
import coco.evidence.Claims.Signer;
import coco.evidence.Machine;
import coco.evidence.Octets;
import coco.evidence.TeeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/** What quotes say, in the words that all evidence shares. */
final class QuoteClaims {
    /** Flags of an enclave by their bit (Intel SDM volume 3D, 38.7.1). */
    private static final List<String> SGX_ATTRIBUTES = List.of(
            "init",
            "debug",
            "mode64",
            "reserved",
            "provision-key",
            "einittoken-key",
            "control-flow",
            "key-separation",
            "reserved",
            "reserved",
            "aex-notify");

    private QuoteClaims() {}

    /** An enclave has a signer; what whoever launched it gave is its configuration id. */
    static Claims of(SgxQuote quote, Optional<PckExtension> platform) {
        var report = quote.report();
        var registers = new LinkedHashMap<String, Octets>();
        registers.put("mrenclave", report.mrEnclave());
        var facts = new LinkedHashMap<String, String>();
        facts.put("quote-version", String.valueOf(quote.header().version()));
        facts.put("attributes", attributes(report.attributes()));
        facts.put("attributes-bits", report.attributes().toHex());
        facts.put("xfrm", report.xfrm().toHex());
        facts.put("misc-select", report.miscSelect().toHex());
        facts.put("extended-product-id", report.extendedProductId().toHex());
        facts.put("family-id", report.familyId().toHex());
        facts.put("config-id", report.configId().toHex());
        facts.put("config-svn", String.valueOf(report.configSvn()));
        facts.put("cpu-svn", report.cpuSvn().toHex());
        addPlatform(facts, quote.signature(), platform);
        var signer = new Signer(report.mrSigner().toHex(), String.valueOf(report.productId()), report.svn());
        return Claims.of(TeeKind.SGX, registers, report.reportData())
                .withSigners(List.of(signer))
                .withDebug(report.isDebug())
                .withHostData(report.configId())
                .withMachines(machines(platform))
                .withFeatures(features(platform))
                .withFacts(facts);
    }

    /**
     * A trust domain has no signer: its owner is what whoever launched it says, without proof. What was launched with it is
     * its configuration id.
     */
    static Claims of(TdxQuote quote, Optional<PckExtension> platform) {
        var report = quote.report();
        var features = new HashSet<>(features(platform));
        if (report.has(TdAttribute.SEPT_VE_DISABLE)) features.add(TdAttribute.SEPT_VE_DISABLE.word());
        return Claims.of(TeeKind.TDX, registers(report), report.reportData())
                .withDebug(report.isDebug())
                .withHostData(report.mrConfigId())
                .withMachines(machines(platform))
                .withFeatures(features)
                .withFacts(facts(quote, platform));
    }

    private static SequencedMap<String, Octets> registers(TdReport report) {
        var registers = new LinkedHashMap<String, Octets>();
        registers.put("mrtd", report.mrTd());
        for (var i = 0; i < report.rtmrs().size(); i++) {
            registers.put("rtmr" + i, report.rtmrs().get(i));
        }
        registers.put("mrseam", report.mrSeam());
        registers.put("mrsignerseam", report.mrSignerSeam());
        registers.put("mrconfigid", report.mrConfigId());
        registers.put("mrowner", report.mrOwner());
        registers.put("mrownerconfig", report.mrOwnerConfig());
        report.later().ifPresent(later -> registers.put("mrservicetd", later.mrServiceTd()));
        return registers;
    }

    private static SequencedMap<String, String> facts(TdxQuote quote, Optional<PckExtension> platform) {
        var report = quote.report();
        var facts = new LinkedHashMap<String, String>();
        facts.put("quote-version", String.valueOf(quote.header().version()));
        facts.put("attributes", attributes(report));
        facts.put("attributes-bits", report.tdAttributes().toHex());
        facts.put("seam-attributes", report.seamAttributes().toHex());
        facts.put("xfam", report.xfam().toHex());
        facts.put("tee-tcb-svn", report.teeTcbSvn().toHex());
        report.later()
                .ifPresent(later -> facts.put("tee-tcb-svn2", later.teeTcbSvn2().toHex()));
        addPlatform(facts, quote.signature(), platform);
        return facts;
    }

    private static void addPlatform(
            SequencedMap<String, String> facts, QuoteSignature signature, Optional<PckExtension> platform) {
        facts.put("qe-svn", String.valueOf(signature.qeReport().svn()));
        facts.put("certification-type", String.valueOf(signature.certification().type()));
        platform.ifPresent(found -> {
            facts.put("fmspc", found.fmspc().toHex());
            facts.put("pce-id", found.pceId().toHex());
            facts.put("pce-svn", String.valueOf(found.pceSvn()));
            facts.put("pck-cpu-svn", found.cpuSvn().toHex());
            facts.put("sgx-type", sgxType(found.sgxType()));
        });
    }

    private static String attributes(Octets flags) {
        var words = new ArrayList<String>();
        for (var bit = 0; bit < 64; bit++) {
            if ((flags.at(bit / 8) >> bit % 8 & 1) == 0) continue;
            words.add(bit < SGX_ATTRIBUTES.size() ? SGX_ATTRIBUTES.get(bit) : "reserved");
        }
        return String.join(" ", words);
    }

    private static String attributes(TdReport report) {
        return Arrays.stream(TdAttribute.values())
                .filter(report::has)
                .map(TdAttribute::word)
                .collect(Collectors.joining(" "));
    }

    private static String sgxType(int type) {
        return switch (type) {
            case 0 -> "standard";
            case 1 -> "scalable";
            case 2 -> "scalable-with-integrity";
            default -> "unknown " + type;
        };
    }

    /** Names of zeros alone name nothing. */
    private static Set<Machine> machines(Optional<PckExtension> platform) {
        var machines = new HashSet<Machine>();
        platform.map(PckExtension::ppid)
                .filter(id -> !id.isZero())
                .ifPresent(id -> machines.add(new Machine("ppid", id)));
        platform.flatMap(PckExtension::platformInstance)
                .filter(id -> !id.isZero())
                .ifPresent(id -> machines.add(new Machine("platform-instance", id)));
        return machines;
    }

    private static Set<String> features(Optional<PckExtension> platform) {
        var isSmtOff = platform.flatMap(PckExtension::smtEnabled).map(on -> !on).orElse(false);
        return isSmtOff ? Set.of("smt-off") : Set.of();
    }
}
