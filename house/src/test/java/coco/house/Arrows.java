package coco.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arrows between the rooms: who may use whom, who may use which library, and what of the JDK is closed to whom. A
 * room is named by the first part of its packages after {@code coco}; the kernel is five rooms under one roof.
 */
final class Arrows {
    private static final Set<String> KERNEL = Set.of("store", "ledger", "governance", "replica", "spi");

    /** Every room with what it may use of ours. The words of {@code crypto} (Bytes, Digest) come with the kernel's. */
    static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("crypto", Set.of()),
            Map.entry("evidence", Set.of()),
            Map.entry("attestation", Set.of("crypto", "evidence")),
            Map.entry("store", Set.of("crypto")),
            Map.entry("ledger", Set.of("store", "crypto")),
            Map.entry("governance", Set.of("store", "ledger", "crypto", "spi")),
            Map.entry("spi", Set.of("store", "ledger", "crypto")),
            Map.entry("replica", with(KERNEL, "crypto", "attestation")),
            Map.entry("raft", with(KERNEL, "crypto")),
            Map.entry("evm", Set.of()),
            Map.entry("ethereum", Set.of("spi", "store", "ledger", "crypto", "evm")),
            Map.entry("sawtooth", Set.of("spi", "store", "crypto")),
            Map.entry("corda", Set.of("spi", "store", "crypto")),
            Map.entry("js", Set.of("spi", "store", "crypto")),
            Map.entry("records", Set.of("spi", "store", "ledger", "crypto")),
            Map.entry("node", with(KERNEL, "attestation", "crypto")),
            Map.entry(
                    "client",
                    Set.of("ledger", "governance", "store", "evidence", "attestation", "crypto", "ethereum", "evm")),
            Map.entry("sim", with(KERNEL, "crypto")),
            Map.entry("conformance", Set.of("evm", "ethereum", "crypto")),
            Map.entry(
                    "bench", with(KERNEL, "crypto", "attestation", "evm", "raft", "ethereum", "client", "conformance")),
            Map.entry("testdata", Set.of()),
            Map.entry("house", Set.of("attestation", "crypto")));

    /** Every library, by the start of its packages, with the rooms that may use it. */
    static final Map<String, Set<String>> LIBRARIES = Map.ofEntries(
            Map.entry("org.jspecify", MAY_USE.keySet()),
            Map.entry("org.bouncycastle", Set.of("crypto", "evm", "bench")),
            Map.entry("com.amazon.corretto", Set.of("crypto", "bench")),
            Map.entry("com.upokecenter", Set.of("crypto")),
            Map.entry("fr.acinq.secp256k1", Set.of("evm", "bench")),
            Map.entry(
                    "tools.jackson",
                    Set.of(
                            "ledger",
                            "governance",
                            "replica",
                            "records",
                            "ethereum",
                            "sawtooth",
                            "js",
                            "node",
                            "client",
                            "bench",
                            "conformance",
                            "sim")),
            Map.entry("org.apache.commons.compress", Set.of("conformance", "client")),
            Map.entry("org.tukaani.xz", Set.of("conformance", "client")),
            Map.entry("org.h2", Set.of("bench")),
            Map.entry("io.vavr", Set.of("bench")),
            Map.entry("org.apache.ratis", Set.of("raft")),
            Map.entry("org.graalvm", Set.of("js")),
            Map.entry("net.corda", Set.of("corda")),
            Map.entry("io.vertx", Set.of("node")),
            Map.entry("io.netty", Set.of("node")),
            Map.entry("io.micrometer", Set.of("node", "raft")),
            Map.entry("org.slf4j", Set.of("node", "raft", "client", "js", "ethereum", "sawtooth", "corda")),
            Map.entry("ch.qos.logback", Set.of("node", "client")),
            Map.entry("picocli", Set.of("client", "node", "sim", "bench", "conformance")),
            Map.entry("org.jline", Set.of("client")),
            Map.entry("org.openjdk.jmh", Set.of("bench")),
            Map.entry("com.sun.management", Set.of("bench", "conformance")),
            Map.entry("org.junit", Set.of("testdata", "house")));

    private static final List<String> JDK = List.of("java.", "javax.", "jdk.");

    /** What of the JDK is closed to some rooms. */
    private record Closed(Set<String> rooms, List<String> starts, Set<String> except, String why) {}

    private static final List<Closed> CLOSED = List.of(
            new Closed(
                    KERNEL,
                    List.of(
                            "java.io.File",
                            "java.io.RandomAccessFile",
                            "java.nio.file.",
                            "java.nio.channels.",
                            "java.net."),
                    Set.of("java.net.URI"),
                    "the kernel does no I/O: effects leave through a port in spi"),
            new Closed(
                    Set.of("replica", "governance"),
                    List.of(
                            "java.util.concurrent.",
                            "java.util.Timer",
                            "java.lang.Thread",
                            "java.time.Clock",
                            "java.util.Random"),
                    Set.of(),
                    "pure: no thread, no clock, no entropy of its own; they come in with the event or the setup"));

    private Arrows() {}

    /** One sentence a violation, in order; empty if all is well. */
    static List<String> violations(JavaClasses classes) {
        var violations = new TreeSet<String>();
        for (var from : classes) {
            var room = room(from.getPackageName());
            if (!MAY_USE.containsKey(room)) {
                violations.add(from.getName() + " is in no room of the table; add the room and its arrows to Arrows");
                continue;
            }
            for (var dependency : from.getDirectDependenciesFromSelf()) violations.addAll(check(room, dependency));
        }
        return List.copyOf(violations);
    }

    private static List<String> check(String room, Dependency dependency) {
        var to = dependency.getTargetClass().getBaseComponentType();
        if (to.isPrimitive()) return List.of();
        var found = new ArrayList<String>();
        if (to.getPackageName().startsWith("coco.")) {
            var other = room(to.getPackageName());
            if (!other.equals(room) && !mayUse(room).contains(other)) {
                found.add(says(dependency, to, "arrow " + room + " -> " + new TreeSet<>(mayUse(room)) + " only"));
            }
        } else if (JDK.stream().anyMatch(to.getName()::startsWith)) {
            for (var closed : CLOSED) {
                if (closed.rooms().contains(room)
                        && !closed.except().contains(to.getName())
                        && closed.starts().stream().anyMatch(to.getName()::startsWith)) {
                    found.add(says(dependency, to, room + ": " + closed.why()));
                }
            }
        } else if (!mayUseLibrary(room, to)) {
            found.add(says(dependency, to, "wall: this library is not open to " + room + " in the table of libraries"));
        }
        return found;
    }

    private static boolean mayUseLibrary(String room, JavaClass library) {
        return LIBRARIES.entrySet().stream()
                .anyMatch(entry -> library.getName().startsWith(entry.getKey() + ".")
                        && entry.getValue().contains(room));
    }

    private static Set<String> mayUse(String room) {
        return MAY_USE.getOrDefault(room, Set.of());
    }

    private static String says(Dependency dependency, JavaClass to, String rule) {
        return dependency.getOriginClass().getName() + " uses " + to.getName() + " but [" + rule + "]";
    }

    /** {@code coco.node.http} is in the room {@code node}. */
    private static String room(String packageName) {
        if (!packageName.startsWith("coco.")) return packageName;
        var rest = packageName.substring("coco.".length());
        return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
    }

    /** The rooms in a module. */
    static Set<String> roomsOf(String module) {
        return module.equals("kernel") ? KERNEL : Set.of(module);
    }

    private static Set<String> with(Set<String> rooms, String... more) {
        var all = new TreeSet<>(rooms);
        all.addAll(List.of(more));
        return all;
    }
}
