package coco.ethereum.chain;

import coco.evm.BlobSchedule;
import coco.evm.Fork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which fork holds at a block: by number up to London, by time from Shanghai on, as in geth's chain configuration.
 *
 * @param byNumber forks with the first block they hold for, ascending in both
 * @param merged whether blocks carry no work: from London on, such a block is one of Paris at least
 * @param byTime forks and blob schedules with the first second they hold for, ascending
 */
public record ForkSchedule(List<AtBlock> byNumber, boolean merged, List<AtTime> byTime) {
    /** A fork from a block number on. */
    public record AtBlock(Fork fork, long number) {}

    /** A fork, or a blob schedule alone (EIP-7892), from a time in seconds since 1970 on. */
    public record AtTime(@Nullable Fork fork, BlobSchedule blobs, long time) {}

    /** The rules at one block. */
    public record Point(Fork fork, BlobSchedule blobs) {}

    private static final Map<String, Fork> BLOCK_FIELDS = ordered(
            List.of(
                    "homesteadBlock",
                    "eip150Block",
                    "eip158Block",
                    "byzantiumBlock",
                    "constantinopleBlock",
                    "petersburgBlock",
                    "istanbulBlock",
                    "berlinBlock",
                    "londonBlock"),
            List.of(
                    Fork.HOMESTEAD,
                    Fork.TANGERINE_WHISTLE,
                    Fork.SPURIOUS_DRAGON,
                    Fork.BYZANTIUM,
                    Fork.CONSTANTINOPLE,
                    Fork.PETERSBURG,
                    Fork.ISTANBUL,
                    Fork.BERLIN,
                    Fork.LONDON));

    private static final Map<String, Fork> TIME_FIELDS = ordered(
            List.of("shanghaiTime", "cancunTime", "pragueTime", "osakaTime"),
            List.of(Fork.SHANGHAI, Fork.CANCUN, Fork.PRAGUE, Fork.OSAKA));

    private static final List<String> BLOB_FIELDS = List.of("bpo1Time", "bpo2Time", "bpo3Time", "bpo4Time", "bpo5Time");

    /** Fields that say nothing an execution client without work and peers would need. */
    private static final String[] WITHOUT_EFFECT = {
        "eip150Hash",
        "muirGlacierBlock",
        "arrowGlacierBlock",
        "grayGlacierBlock",
        "mergeNetsplitBlock",
        "terminalTotalDifficultyPassed",
        "depositContractAddress",
        "ethash",
        "clique",
        "daoForkSupport"
    };

    public ForkSchedule {
        byNumber = List.copyOf(byNumber);
        byTime = List.copyOf(byTime);
    }

    private static Map<String, Fork> ordered(List<String> names, List<Fork> forks) {
        var map = new java.util.LinkedHashMap<String, Fork>();
        for (var i = 0; i < names.size(); i++) map.put(names.get(i), forks.get(i));
        return map;
    }

    /** The rules for a block of this number and time (seconds since 1970). */
    public Point at(long number, long time) {
        var fork = Fork.FRONTIER;
        for (var step : byNumber) if (step.number <= number) fork = step.fork;
        if (!merged || !fork.isAtLeast(Fork.LONDON)) return new Point(fork, BlobSchedule.of(fork));
        fork = Fork.PARIS;
        var blobs = BlobSchedule.CANCUN;
        for (var step : byTime) {
            if (step.time > time) break;
            if (step.fork != null) fork = step.fork;
            blobs = step.blobs;
        }
        return new Point(fork, blobs);
    }

    static ForkSchedule read(Fields config) throws GenesisException {
        config.ignore(WITHOUT_EFFECT);
        if (config.node("daoForkBlock") != null) throw config.wrong("daoForkBlock", "is not supported");
        var merged = config.number("terminalTotalDifficulty") != null;
        var byTime = readTimes(config);
        if (!byTime.isEmpty() && !merged)
            throw config.wrong("terminalTotalDifficulty", "is missing, yet there are forks by time");
        return new ForkSchedule(readBlocks(config), merged, byTime);
    }

    private static List<AtBlock> readBlocks(Fields config) throws GenesisException {
        var steps = new ArrayList<AtBlock>();
        var eip155 = config.optionalLong("eip155Block");
        var missing = (String) null;
        for (var field : BLOCK_FIELDS.entrySet()) {
            var number = config.optionalLong(field.getKey());
            if (number == null && field.getValue() == Fork.PETERSBURG)
                number = config.optionalLong("constantinopleBlock");
            if (number == null) {
                if (missing == null) missing = field.getKey();
                continue;
            }
            if (missing != null) throw config.wrong(missing, "is missing, yet " + field.getKey() + " is given");
            if (!steps.isEmpty() && steps.getLast().number > number)
                throw config.wrong(field.getKey(), "comes before the fork that it follows");
            if (field.getValue() == Fork.SPURIOUS_DRAGON && eip155 != null && !eip155.equals(number))
                throw config.wrong("eip155Block", "is not eip158Block");
            steps.add(new AtBlock(field.getValue(), number));
        }
        return steps;
    }

    private static List<AtTime> readTimes(Fields config) throws GenesisException {
        var schedules = config.object("blobSchedule");
        var steps = new ArrayList<AtTime>();
        var missing = (String) null;
        for (var field : TIME_FIELDS.entrySet()) {
            var time = config.optionalLong(field.getKey());
            if (time == null) {
                if (missing == null) missing = field.getKey();
                continue;
            }
            if (missing != null) throw config.wrong(missing, "is missing, yet " + field.getKey() + " is given");
            var blobs = blobs(schedules, field.getKey(), field.getValue(), BlobSchedule.of(field.getValue()));
            add(config, steps, new AtTime(field.getValue(), blobs, time), field.getKey());
        }
        for (var name : BLOB_FIELDS) {
            var time = config.optionalLong(name);
            if (time == null) continue;
            if (missing != null || steps.isEmpty()) throw config.wrong(name, "is given without osakaTime");
            if (schedules == null || schedules.node(name.replace("Time", "")) == null)
                throw config.wrong(name, "has no blobSchedule");
            add(config, steps, new AtTime(null, blobs(schedules, name, Fork.OSAKA, steps.getLast().blobs), time), name);
        }
        if (schedules != null) schedules.finish();
        return steps;
    }

    private static void add(Fields config, List<AtTime> steps, AtTime step, String name) throws GenesisException {
        if (!steps.isEmpty() && steps.getLast().time > step.time)
            throw config.wrong(name, "comes before the fork that it follows");
        steps.add(step);
    }

    private static BlobSchedule blobs(@Nullable Fields schedules, String field, Fork fork, BlobSchedule otherwise)
            throws GenesisException {
        var fields = schedules == null ? null : schedules.object(field.replace("Time", ""));
        if (fields == null) return otherwise;
        var target = Math.toIntExact(Math.min(fields.longValue("target", otherwise.target()), Integer.MAX_VALUE));
        var max = Math.toIntExact(Math.min(fields.longValue("max", otherwise.max()), Integer.MAX_VALUE));
        var fraction = fields.longValue("baseFeeUpdateFraction", otherwise.baseFeeUpdateFraction());
        if (target > max || fraction == 0) throw fields.wrong("target", "and the other fields are no blob schedule");
        fields.finish();
        var perTransaction = fork.isAtLeast(Fork.OSAKA) ? Math.min(max, BlobSchedule.OSAKA.maxPerTransaction()) : max;
        return new BlobSchedule(target, max, perTransaction, fraction);
    }
}
