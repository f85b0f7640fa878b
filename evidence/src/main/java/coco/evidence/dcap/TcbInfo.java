package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.dcap.QuoteHeader.Tee;
import coco.evidence.format.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * TCB info: which security versions platforms of one kind have to have (Intel PCS API, "Get SGX TCB Info", "Get TDX TCB
 * Info").
 *
 * @param version 1 to 3; 3 names the TEE, those before are about SGX
 * @param fmspc the kind of platform, 6 bytes
 * @param pceId 2 bytes, or none in versions before 3 that do not give it
 * @param module the TDX module without a major version, in statements about TDX
 * @param modules TDX modules with a major version
 * @param levels the highest first
 */
record TcbInfo(
        int version,
        Tee tee,
        Instant issueDate,
        Instant nextUpdate,
        int evaluation,
        Octets fmspc,
        Octets pceId,
        Optional<TdxModule> module,
        List<TdxModule> modules,
        List<TcbLevel> levels)
        implements Statement {

    static TcbInfo parse(Octets body) throws MalformedException {
        var info = Json.parseObject(body);
        var version = info.number("version", Integer.MAX_VALUE);
        if (version < 1 || version > 3) throw new MalformedException(Reason.UNKNOWN_VERSION, "TCB info " + version);
        if (version > 1 && info.number("tcbType", Integer.MAX_VALUE) != 0) {
            throw new MalformedException(Reason.UNSUPPORTED, "a TCB info of another type than 0");
        }
        var tee = version < 3 ? Tee.SGX : tee(info.text("id"));
        var isTdx = tee == Tee.TDX;
        return new TcbInfo(
                version,
                tee,
                info.instant("issueDate"),
                info.instant("nextUpdate"),
                version > 1 ? info.number("tcbEvaluationDataNumber", Integer.MAX_VALUE) : 0,
                info.hex("fmspc", 6),
                version == 3 || info.has("pceId") ? info.hex("pceId", 2) : Octets.EMPTY,
                isTdx ? Optional.of(TdxModule.of(info.object("tdxModule"))) : Optional.empty(),
                isTdx && info.has("tdxModuleIdentities") ? modules(info) : List.of(),
                levels(info, version, isTdx));
    }

    /** The module of a major version, 1 to 255. */
    Optional<TdxModule> module(int majorVersion) {
        var id = "TDX_%02X".formatted(majorVersion);
        return modules.stream().filter(some -> some.id().equalsIgnoreCase(id)).findFirst();
    }

    private static Tee tee(String id) throws MalformedException {
        return switch (id) {
            case "SGX" -> Tee.SGX;
            case "TDX" -> Tee.TDX;
            default -> throw new MalformedException(Reason.UNSUPPORTED, "a TCB info about " + id);
        };
    }

    private static List<TdxModule> modules(Json.Members info) throws MalformedException {
        var modules = new ArrayList<TdxModule>();
        for (var module : info.objects("tdxModuleIdentities")) modules.add(TdxModule.ofIdentity(module));
        return List.copyOf(modules);
    }

    private static List<TcbLevel> levels(Json.Members info, int version, boolean tdx) throws MalformedException {
        var levels = new ArrayList<TcbLevel>();
        for (var level : info.objects("tcbLevels")) levels.add(TcbLevel.of(level, version, tdx));
        if (levels.isEmpty()) throw new MalformedException("no TCB levels");
        return List.copyOf(levels);
    }
}
