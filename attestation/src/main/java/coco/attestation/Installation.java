package coco.attestation;

import coco.attestation.Measurement.Item;
import coco.attestation.Measurement.Kind;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the code of a node lies.
 *
 * @param libraries folder of the jars and of loose native libraries; other files are refused
 * @param jdk home of the Java runtime; all of it is measured but for its legal notices, manuals, headers and sources
 * @param launcher the program that starts the runtime
 * @param options the file with the runtime's options
 */
public record Installation(Path libraries, Path jdk, Path launcher, Path options) {
    private static final String OUR_JARS = "coco-";
    private static final Set<String> NOT_CODE = Set.of("legal", "man", "include", "demo", "sample", "jmods");
    private static final Set<String> NOT_READ_AT_RUN_TIME = Set.of("lib/src.zip", "lib/ct.sym");

    /** @throws IOException if a file cannot be read, or one lies among the libraries that is no library */
    public Measurement measure() throws IOException {
        var items = new ArrayList<Item>();
        for (var file : filesBelow(libraries)) {
            var name = slashed(libraries.relativize(file));
            items.add(new Item(kindOf(name), name, digest(file)));
        }
        for (var file : filesBelow(jdk)) {
            var path = jdk.relativize(file);
            var name = slashed(path);
            if (NOT_CODE.contains(path.getName(0).toString()) || NOT_READ_AT_RUN_TIME.contains(name)) continue;
            items.add(new Item(Kind.JDK, name, digest(file)));
        }
        items.add(new Item(Kind.LAUNCHER, slashed(launcher.getFileName()), digest(launcher)));
        items.add(new Item(Kind.OPTIONS, slashed(options.getFileName()), digest(options)));
        return new Measurement(items);
    }

    private static Kind kindOf(String name) throws IOException {
        if (name.endsWith(".jar")) return name.startsWith(OUR_JARS) ? Kind.JAR : Kind.LIBRARY;
        if (name.endsWith(".so") || name.endsWith(".dll") || name.endsWith(".dylib")) return Kind.NATIVE;
        throw new IOException("neither a jar nor a native library: " + name);
    }

    /** Links are followed: what counts is the bytes that would be loaded. */
    private static List<Path> filesBelow(Path folder) throws IOException {
        try (var files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static Digest digest(Path file) throws IOException {
        var sha256 = Digest.newSha256();
        try (var sink = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            Files.copy(file, sink);
        }
        try {
            return Digest.of(sha256.digest());
        } catch (MalformedException e) {
            throw new IllegalStateException("SHA-256 gave no digest", e);
        }
    }
}
