package coco.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README of this module shows compiles, runs, and is what stands here. */
class ReadmeTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private final Address alice = Address.ofNumber(0xa11ce);
    private final Address counter = Address.ofNumber(0xc0de);
    private final BlockContext block =
            new BlockContext(1, 1_700_000_000, Address.ZERO, 30_000_000, U256.ZERO, U256.ZERO, U256.ZERO, U256.ONE);
    private final Message message = Message.call(alice, counter, 100_000, U256.ZERO, new byte[0]);

    @Test
    void theExamplesRun() {
        var evm = new Evm(ChainConfig.mainnetRules(Fork.OSAKA, U256.ONE));
        var world = new MemoryWorld();
        world.put(alice, 0, U256.of(1_000_000), new byte[0], Map.of());
        world.put(counter, 1, U256.ZERO, HexFormat.of().parseHex("5f54600101805f555f5260205ff3"), Map.of());
        var session = evm.session(world, block);
        switch (session.transact(message)) {
            case Result.Refused(var reason) -> throw new IllegalStateException(reason.message());
            case Result.Executed(var outcome, var diff) -> {
                System.out.println(outcome.gasUsed() + " gas");
                world.apply(diff);
            }
        }
        assertEquals(U256.ONE, world.storage(counter, U256.ZERO));
        var call = Message.call(alice, counter, 100_000, U256.ZERO, new byte[0]);
        if (evm.session(world, block).call(call) instanceof Result.Executed(Outcome.Success success, var _))
            System.out.println(U256.ofBytes(success.output()));
        assertEquals(U256.ONE, world.storage(counter, U256.ZERO), "a call leaves the world alone");
    }

    @Test
    void theReadmeShowsThem() throws IOException {
        var here = lines(Files.readString(Path.of("src/test/java/coco/evm/ReadmeTest.java")));
        var examples = new ArrayList<String>();
        var found = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        while (found.find()) examples.add(found.group(1));
        assertEquals(2, examples.size());
        for (var example : examples) assertTrue(here.contains(lines(example)), example);
    }

    private static String lines(String text) {
        return String.join("\n", text.lines().map(String::strip).toList());
    }
}
