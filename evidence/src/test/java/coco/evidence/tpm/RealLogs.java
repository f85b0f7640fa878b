package coco.evidence.tpm;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** Logs of real machines, with the registers that were quoted beside them. */
public final class RealLogs {
    private static final Pattern PCR = Pattern.compile("\\{\"Index\":(\\d+),\"Digest\":\"([^\"]*)\",\"DigestAlg\":3}");

    private RealLogs() {}

    /** All logs. */
    public static List<Octets> all() {
        return List.of(trustDomain(), qemu(), linux(), windows(), startupLocality());
    }

    /** A trust domain at Google. */
    static Octets trustDomain() {
        return Samples.read("tdx/google_cos113/ccel_data.bin");
    }

    /** The RTMRs of that trust domain's quote. */
    static SequencedMap<String, Octets> rtmrs() {
        var quote = Samples.read("tdx/google_cos113/cos-113-tdx-quote.bin");
        var registers = new LinkedHashMap<String, Octets>();
        for (var i = 0; i < 4; i++) registers.put("rtmr" + i, quote.slice(376 + 48 * i, 424 + 48 * i));
        return registers;
    }

    /** A trust domain under QEMU. */
    static Octets qemu() {
        return Samples.read("tdx/trustee/CCEL_data_ovmf.bin");
    }

    static Octets linux() {
        return Samples.read("tpm/ubuntu-2404-amd-sevsnp.eventlog.bin");
    }

    static Octets startupLocality() {
        return Samples.read("tpm/tcg_eventlog_short_no_action.bin");
    }

    public static Octets windows() {
        return base64("Raw");
    }

    /** The PCRs of that Windows, with SHA-1. */
    static SequencedMap<String, Octets> windowsPcrs() {
        var found = new LinkedHashMap<String, Octets>();
        var matcher = PCR.matcher(windowsJson());
        while (matcher.find()) found.put("pcr" + matcher.group(1), decode(matcher.group(2)));
        var sorted = new LinkedHashMap<String, Octets>();
        for (var i = 0; i <= EventLog.INDEX_MAX; i++) sorted.put("pcr" + i, found.get("pcr" + i));
        return sorted;
    }

    /** The entry of a signature database by which that Windows was started: a certificate of Microsoft. */
    public static Octets windowsAuthority() {
        try {
            return EventLog.parse(windows()).events().stream()
                    .filter(event -> event.is(EventType.EV_EFI_VARIABLE_AUTHORITY))
                    .findFirst()
                    .orElseThrow()
                    .data();
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** TPMS_ATTEST of that Windows. */
    static Octets windowsQuote() {
        return base64("Quote");
    }

    private static Octets base64(String member) {
        var matcher = Pattern.compile("\"" + member + "\":\"([^\"]*)\"").matcher(windowsJson());
        if (!matcher.find()) throw new IllegalStateException(member);
        return decode(matcher.group(1));
    }

    private static Octets decode(String text) {
        return Octets.of(Base64.getDecoder().decode(text));
    }

    private static String windowsJson() {
        var json = Samples.read("tpm/windows_gcp_shielded_vm.json");
        return new String(json.toArray(), StandardCharsets.UTF_8);
    }
}
