package coco.conformance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import coco.evm.Fork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Another implementation that runs state tests, as a program on this machine.
 *
 * @param kind how it is called and what it prints
 * @param program its path
 * @param patience how long one call may take
 */
record Peer(Kind kind, Path program, Duration patience) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    enum Kind {
        /** The program {@code evm} of go-ethereum: names of files on its input, an array of results for each on its output. */
        GETH {
            @Override
            List<String> command(Path program, Path folder) {
                return List.of(program.toString(), "statetest");
            }

            @Override
            List<PeerAnswer> answers(String printed) {
                return PeerAnswer.ofJson(printed, "name");
            }
        },

        /** The program {@code revme} of revm: a folder; a line for each result among its errors. */
        REVM {
            @Override
            List<String> command(Path program, Path folder) {
                return List.of(program.toString(), "statetest", folder.toString(), "--json-outcome", "--keep-going");
            }
        },

        /** The program {@code evmone-statetest} of evmone: a folder; each file is a test of GoogleTest. */
        EVMONE {
            @Override
            List<String> command(Path program, Path folder) {
                return List.of(program.toString(), folder.toString());
            }

            @Override
            List<PeerAnswer> answers(String printed) {
                return PeerAnswer.ofGoogleTest(printed);
            }

            /**
             * Version 0.15.0 has no P256VERIFY (EIP-7951). It rewards the block's author with nothing where the transaction is
             * refused too, which brought an account to life before EIP-161; in tests that is no part of the rules.
             */
            @Override
            boolean knows(FuzzCase one) {
                var fork = one.fork().fork();
                var refused = one.end().refused() != null;
                return !fork.isAtLeast(Fork.OSAKA) && (fork.isAtLeast(Fork.SPURIOUS_DRAGON) || !refused);
            }
        },

        /** The program in {@code bench/peers/ethereumjs}: names of files on its input, a line for each result. */
        ETHEREUMJS {
            @Override
            List<String> command(Path program, Path folder) {
                return List.of(program.toString());
            }
        };

        /** How it is called; the names of all files stand on its input. */
        abstract List<String> command(Path program, Path folder);

        /** What all that it prints says, of whichever tests. */
        List<PeerAnswer> answers(String printed) {
            return PeerAnswer.ofJson(printed, "test");
        }

        /** Whether its answer says something of the rules. */
        boolean knows(FuzzCase one) {
            return true;
        }

        String lowerCase() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param text {@code geth=PATH}, or another kind
     * @throws IllegalArgumentException for any other
     */
    static Peer parse(String text) {
        var parts = text.split("=", 2);
        for (var kind : Kind.values())
            if (parts.length == 2 && kind.lowerCase().equals(parts[0]))
                return new Peer(kind, Path.of(parts[1]), PATIENCE);
        throw new IllegalArgumentException("a peer is " + kinds() + ", not " + text);
    }

    private static String kinds() {
        return Arrays.stream(Kind.values())
                .map(kind -> kind.lowerCase() + "=PATH")
                .collect(Collectors.joining(", "));
    }

    String name() {
        return kind.lowerCase();
    }

    boolean knows(FuzzCase one) {
        return kind.knows(one);
    }

    /**
     * The tests in the folder with which it does not agree, by name, and what it has otherwise.
     *
     * @throws IOException where it does not run, or leaves a test out
     */
    Map<String, String> check(Path folder, List<String> tests) throws IOException, InterruptedException {
        var printed = run(folder, tests);
        var left = new HashSet<>(tests);
        var differing = new TreeMap<String, String>();
        for (var answer : kind.answers(printed))
            if (left.remove(answer.test()) && !answer.agrees()) differing.put(answer.test(), answer.text());
        if (!left.isEmpty())
            throw new IOException("%s says nothing of %d of %d tests, such as %s, but: %.200s"
                    .formatted(
                            name(), left.size(), tests.size(), left.iterator().next(), printed.strip()));
        return differing;
    }

    /** All that it prints. */
    private String run(Path folder, List<String> tests) throws IOException, InterruptedException {
        var log = Files.createTempFile("coco-peer-", ".log");
        var names = Files.createTempFile("coco-peer-", ".names");
        try {
            Files.write(
                    names,
                    tests.stream()
                            .map(test -> folder.resolve(test + ".json").toString())
                            .toList());
            var process = new ProcessBuilder(kind.command(program, folder))
                    .redirectInput(names.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                if (!process.waitFor(patience)) throw new IOException(name() + " does not end in " + patience);
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(log, UTF_8);
        } finally {
            Files.delete(log);
            Files.delete(names);
        }
    }
}
