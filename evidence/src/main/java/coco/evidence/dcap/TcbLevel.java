package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Tcb.Status;
import coco.evidence.format.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What Intel says of platforms from certain security versions on.
 *
 * @param components least security versions of the 16 parts of the platform
 * @param pceSvn the least one of the provisioning certification enclave
 * @param tdxComponents least security versions of the 16 parts of TDX; none in statements about SGX
 * @param status how Intel grades such platforms
 * @param advisories ids of the advisories that apply
 */
record TcbLevel(
        List<Integer> components, int pceSvn, List<Integer> tdxComponents, Status status, List<String> advisories) {
    static final int COMPONENTS = 16;

    private static final int PCE_SVN_MAX = 65535;

    /** Bytes. */
    private static final int SVN_MAX_2 = 255;

    /** Bytes too, in truth; a level that demands more is one that no platform reaches, and not a reason to read none. */
    private static final int SVN_MAX_3 = 65535;

    static TcbLevel of(Json.Members level, int version, boolean tdx) throws MalformedException {
        if (version > 1) level.instant("tcbDate");
        var tcb = level.object("tcb");
        return new TcbLevel(
                version < 3 ? named(tcb) : listed(tcb, "sgxtcbcomponents"),
                tcb.number("pcesvn", PCE_SVN_MAX),
                tdx ? listed(tcb, "tdxtcbcomponents") : List.of(),
                status(level.text(version == 1 ? "status" : "tcbStatus")),
                advisories(level));
    }

    /** Whether a platform has at least the versions of this level, TDX aside. */
    boolean isReachedBy(PckExtension platform) {
        for (var i = 0; i < COMPONENTS; i++) {
            if (platform.components().get(i) < components.get(i)) return false;
        }
        return platform.pceSvn() >= pceSvn;
    }

    /**
     * Whether TDX has at least the versions of this level. The first two bytes are the module's version; a module with a
     * major version has levels of its own.
     */
    boolean isReachedBy(Octets teeTcbSvn) {
        for (var i = teeTcbSvn.at(1) > 0 ? 2 : 0; i < COMPONENTS; i++) {
            if (teeTcbSvn.at(i) < tdxComponents.get(i)) return false;
        }
        return true;
    }

    static Status status(String word) throws MalformedException {
        for (var status : Status.values()) {
            var isGiven =
                    switch (status) {
                        case UP_TO_DATE,
                                SW_HARDENING_NEEDED,
                                CONFIGURATION_NEEDED,
                                CONFIGURATION_AND_SW_HARDENING_NEEDED,
                                OUT_OF_DATE,
                                OUT_OF_DATE_CONFIGURATION_NEEDED,
                                REVOKED -> true;
                        case TD_RELAUNCH_ADVISED, TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED, NOT_GRADED, UNKNOWN ->
                            false;
                    };
            if (isGiven && status.word().equals(word)) return status;
        }
        throw new MalformedException("no TCB status: " + word);
    }

    static List<String> advisories(Json.Members level) throws MalformedException {
        return level.has("advisoryIDs") ? level.texts("advisoryIDs") : List.of();
    }

    private static List<Integer> named(Json.Members tcb) throws MalformedException {
        var components = new ArrayList<Integer>();
        for (var i = 1; i <= COMPONENTS; i++) {
            components.add(tcb.number("sgxtcbcomp%02dsvn".formatted(i), SVN_MAX_2));
        }
        return List.copyOf(components);
    }

    private static List<Integer> listed(Json.Members tcb, String name) throws MalformedException {
        var components = new ArrayList<Integer>();
        for (var component : tcb.objects(name)) components.add(component.number("svn", SVN_MAX_3));
        if (components.size() != COMPONENTS) throw new MalformedException(name + " has " + components.size());
        return List.copyOf(components);
    }
}
