package coco.client.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** Numbers of blocks as {@code --blocks} has them: {@code 46147}, {@code 100..200}, or several of these with commas between. */
record BlockNumbers(List<Range> ranges) implements LongPredicate {
    /** Both ends are in it. */
    record Range(long first, long last) {}

    BlockNumbers {
        ranges = List.copyOf(ranges);
    }

    /** Empty text stands for all. @throws IllegalArgumentException where it does not read */
    static BlockNumbers parse(String text) {
        if (text.isEmpty()) return new BlockNumbers(List.of(new Range(0, Long.MAX_VALUE)));
        var ranges = new ArrayList<Range>();
        for (var part : text.split(",", -1)) {
            if (!part.matches("[0-9]{1,18}(\\.\\.[0-9]{1,18})?"))
                throw new IllegalArgumentException(
                        "--blocks is such as 46147, or 100..200, or both with a comma, not " + text);
            var ends = part.split("\\.\\.", -1);
            ranges.add(new Range(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])));
        }
        return new BlockNumbers(ranges);
    }

    @Override
    public boolean test(long number) {
        return ranges.stream().anyMatch(range -> range.first() <= number && number <= range.last());
    }
}
