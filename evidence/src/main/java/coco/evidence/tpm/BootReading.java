package coco.evidence.tpm;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What was started, as far as measured events tell. It is as true as the firmware that measured: pin the registers of the
 * firmware (PCR 0, MRTD) before building on it. Something that stands here was measured; that something does not stand here
 * proves nothing, since what kind of event it was is not measured. Software that runs later can add images and command
 * lines, behind the genuine ones. To allow one boot alone, pin the registers.
 *
 * @param secureBoot whether Secure Boot was on; none where no measured event tells
 * @param images the programs that the firmware started, in their order
 * @param authorities entries of signature databases by which they were allowed to
 * @param commandLines of the kernels that GRUB started, without the prefix {@code kernel_cmdline:}; each was measured as it
 *     stands here
 */
public record BootReading(
        Optional<Boolean> secureBoot,
        List<BootImage> images,
        List<EfiVariable> authorities,
        List<String> commandLines) {
    private static final String GRUB_KERNEL = "kernel_cmdline: ";

    public BootReading {
        images = List.copyOf(images);
        authorities = List.copyOf(authorities);
        commandLines = List.copyOf(commandLines);
    }

    public static BootReading of(MeasuredEvents events) {
        var set = events.set();
        return new BootReading(
                secureBoot(events),
                images(events),
                variables(events.of(set.secureBoot), EventType.EV_EFI_VARIABLE_AUTHORITY, events),
                commandLines(events.of(set.commands), events.algorithm()));
    }

    /** For policies: {@code secure-boot} where it was on, see {@link coco.evidence.Claims#features}. */
    public Set<String> features() {
        return secureBoot.orElse(false) ? Set.of("secure-boot") : Set.of();
    }

    /** For people, by name. */
    public SequencedMap<String, String> facts() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("secure-boot", secureBoot.map(on -> on ? "on" : "off").orElse("unknown"));
        for (var i = 0; i < images.size(); i++) {
            var image = images.get(i);
            facts.put("boot-image." + (i + 1), (image.digest() + " " + image.path()).strip());
        }
        for (var i = 0; i < authorities.size(); i++) {
            var authority = authorities.get(i);
            facts.put(
                    "boot-authority." + (i + 1),
                    Printable.of(authority.name()) + " " + authority.data().hash(Hash.SHA_256));
        }
        for (var i = 0; i < commandLines.size(); i++) {
            facts.put("command-line." + (i + 1), Printable.of(commandLines.get(i)));
        }
        return facts;
    }

    private static Optional<Boolean> secureBoot(MeasuredEvents events) {
        var early = events.beforeSeparator(events.set().secureBoot);
        var states = variables(early, EventType.EV_EFI_VARIABLE_DRIVER_CONFIG, events).stream()
                .filter(variable -> variable.is(EfiVariable.GLOBAL, "SecureBoot"))
                .map(variable -> variable.data().equals(Octets.of((byte) 1)))
                .distinct()
                .toList();
        return states.size() == 1 ? Optional.of(states.getFirst()) : Optional.empty();
    }

    private static List<BootImage> images(MeasuredEvents events) {
        return events.of(events.set().bootImages).stream()
                .filter(event -> event.is(EventType.EV_EFI_BOOT_SERVICES_APPLICATION))
                .map(event ->
                        BootImage.of(event.digests().getOrDefault(events.algorithm(), Octets.EMPTY), event.data()))
                .toList();
    }

    private static List<EfiVariable> variables(List<Event> among, EventType type, MeasuredEvents events) {
        var variables = new ArrayList<EfiVariable>();
        for (var event : among) {
            if (!event.is(type)) continue;
            events.data(event).flatMap(BootReading::variable).ifPresent(variables::add);
        }
        return variables;
    }

    private static Optional<EfiVariable> variable(Octets data) {
        try {
            return Optional.of(EfiVariable.parse(data));
        } catch (MalformedException e) {
            return Optional
                    .empty(); // nothing is told by an event that cannot be read, and nothing is concluded from it
        }
    }

    /** GRUB describes the event by a prefix and a NUL that it does not measure. */
    private static List<String> commandLines(List<Event> among, Hash algorithm) {
        var lines = new ArrayList<String>();
        for (var event : among) {
            var text = new String(event.data().toArray(), StandardCharsets.UTF_8);
            if (!event.is(EventType.EV_IPL) || !text.startsWith(GRUB_KERNEL) || !text.endsWith("\0")) continue;
            var line = text.substring(GRUB_KERNEL.length(), text.length() - 1);
            var measured = Octets.of(line.getBytes(StandardCharsets.UTF_8));
            if (event.isDigestOf(measured, algorithm)) lines.add(line);
        }
        return lines;
    }
}
