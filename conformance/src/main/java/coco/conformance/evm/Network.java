package coco.conformance.evm;

import coco.evm.BlobSchedule;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.U256;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rules that a test names: of one fork, or of one up to some block or time and of another from there on.
 *
 * @param fromBlock number of the first block under {@code later}, zero where a time decides
 * @param fromTime timestamp from which blocks are under {@code later}, zero where a number decides
 */
public record Network(Rules first, Rules later, long fromBlock, long fromTime) {
    /** A fork, or a blob-parameter-only one on top of it, by the name under which a test may give a schedule of its own. */
    public record Rules(String name, Fork fork, BlobSchedule blobs) {}

    private static final Pattern CHANGE = Pattern.compile("(\\w+)To(\\w+)At(Time)?(\\d+)(k)?");

    /** EIP-7892, as the main network has them. */
    private static final Map<String, BlobSchedule> BLOB_PARAMETERS = Map.of(
            "BPO1", BlobSchedule.BPO1,
            "BPO2", BlobSchedule.BPO2);

    /** Null for a name that is not known. */
    public static @Nullable Network of(String name) {
        var plain = rules(name);
        if (plain != null) return new Network(plain, plain, 0, 0);
        var change = CHANGE.matcher(name);
        if (!change.matches()) return null;
        Rules first = rules(change.group(1)), later = rules(change.group(2));
        if (first == null || later == null) return null;
        var at = Long.parseLong(change.group(4)) * (change.group(5) == null ? 1 : 1000);
        return change.group(3) == null ? new Network(first, later, at, 0) : new Network(first, later, 0, at);
    }

    /** Whether no rule of it may change any more; one that is not is only used where it is asked for by name. */
    public boolean isFinal() {
        return first.fork.isFinal() && later.fork.isFinal();
    }

    private static @Nullable Rules rules(String name) {
        var fork = fork(name);
        if (fork != null) return new Rules(name, fork, BlobSchedule.of(fork));
        // What comes after the two that have values is defined by the test's own schedule.
        if (!name.matches("BPO[1-9]")) return null;
        var last = BLOB_PARAMETERS.getOrDefault(name, BLOB_PARAMETERS.getOrDefault("BPO2", BlobSchedule.OSAKA));
        return new Rules(name, Fork.OSAKA, last);
    }

    private static @Nullable Fork fork(String name) {
        return switch (name) {
            case "Frontier" -> Fork.FRONTIER;
            case "Homestead", "Dao" -> Fork.HOMESTEAD;
            case "EIP150" -> Fork.TANGERINE_WHISTLE;
            case "EIP158" -> Fork.SPURIOUS_DRAGON;
            case "Byzantium" -> Fork.BYZANTIUM;
            case "Constantinople" -> Fork.CONSTANTINOPLE;
            case "ConstantinopleFix" -> Fork.PETERSBURG;
            case "Istanbul" -> Fork.ISTANBUL;
            case "Berlin" -> Fork.BERLIN;
            case "London" -> Fork.LONDON;
            case "Paris", "Merge" -> Fork.PARIS;
            case "Shanghai" -> Fork.SHANGHAI;
            case "Cancun" -> Fork.CANCUN;
            case "Prague" -> Fork.PRAGUE;
            case "Osaka" -> Fork.OSAKA;
            case "Amsterdam" -> Fork.AMSTERDAM;
            default -> null;
        };
    }

    /** @param test whose chain id and blob schedules count where it has them */
    public ChainConfig config(JsonNode test, long number, long timestamp) {
        var isLater = fromTime > 0 ? timestamp >= fromTime : number >= fromBlock;
        return config(test, isLater ? later : first);
    }

    private static ChainConfig config(JsonNode test, Rules rules) {
        var settings = test.path("config");
        var chainId = settings.path("chainid");
        var main = ChainConfig.mainnetRules(rules.fork, chainId.isMissingNode() ? U256.ONE : Values.number(chainId));
        var blobs = blobs(settings.path("blobSchedule").path(rules.name), rules.blobs);
        return main.withBlobs(blobs);
    }

    private static BlobSchedule blobs(JsonNode schedule, BlobSchedule usual) {
        if (schedule.isMissingNode()) return usual;
        var max = (int) Values.number(schedule.get("max")).limb0();
        return new BlobSchedule(
                (int) Values.number(schedule.get("target")).limb0(),
                max,
                Math.min(max, usual.maxPerTransaction()),
                Values.number(schedule.get("baseFeeUpdateFraction")).limb0());
    }
}
