package coco.attestation.attester;

import coco.attestation.attester.AttesterException.Reason;
import coco.crypto.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * Linux's device of the Nitro security module (include/uapi/linux/nsm.h): one call of {@code ioctl} with a structure that names the
 * request and a buffer for the response. Java has no such call, so it is made through the C library.
 */
final class NsmDevice implements NsmChannel {
    /** {@code _IOWR(0x0A, 0, struct nsm_raw)}: two iovecs of 16 bytes. */
    private static final long EXCHANGE = 0xc020_0a00L;

    /** {@code O_RDWR | O_CLOEXEC}, the same on x86-64 and AArch64. */
    private static final int READ_WRITE_CLOSE_ON_EXEC = 2 | 0x80000;

    /** {@code struct nsm_raw}: {@code struct iovec} request and response. */
    private static final StructLayout MESSAGE = MemoryLayout.structLayout(
            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);

    private static final long REQUEST = 0;
    private static final long REQUEST_SIZE = 8;
    private static final long RESPONSE = 16;
    private static final long RESPONSE_SIZE = 24;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR_NUMBER = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final Path device;

    NsmDevice(Path device) {
        this.device = device;
    }

    @Override
    public Bytes exchange(Bytes request) throws AttesterException {
        if (request.size() > REQUEST_SIZE_MAX) throw new IllegalArgumentException(request.size() + " bytes");
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var file = (int) call(
                    "open",
                    state,
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    arena.allocateFrom(device.toString()),
                    READ_WRITE_CLOSE_ON_EXEC);
            if (file < 0) throw refused("open", state);
            try {
                return exchange(file, request, arena, state);
            } finally {
                call("close", state, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), file);
            }
        }
    }

    private Bytes exchange(int file, Bytes request, Arena arena, MemorySegment state) throws AttesterException {
        var response = arena.allocate(RESPONSE_SIZE_MAX);
        var message = arena.allocate(MESSAGE);
        message.set(ValueLayout.ADDRESS, REQUEST, arena.allocateFrom(ValueLayout.JAVA_BYTE, request.unsafeArray()));
        message.set(ValueLayout.JAVA_LONG, REQUEST_SIZE, request.size());
        message.set(ValueLayout.ADDRESS, RESPONSE, response);
        message.set(ValueLayout.JAVA_LONG, RESPONSE_SIZE, RESPONSE_SIZE_MAX);
        var result = (int) call(
                "ioctl",
                state,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                file,
                EXCHANGE,
                message);
        if (result != 0) throw refused("ioctl", state);
        var size = message.get(ValueLayout.JAVA_LONG, RESPONSE_SIZE);
        if (size < 0 || size > RESPONSE_SIZE_MAX) {
            throw new AttesterException(Reason.TOO_LARGE, device + ": a response of " + size + " bytes");
        }
        return Bytes.unsafeWrap(response.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
    }

    /** Calls a function of the C library; {@code open} and {@code ioctl} take any arguments behind their first ones. */
    @SuppressWarnings("restricted") // what the functions take and give is written here as the C library has it
    private static Object call(String name, MemorySegment state, FunctionDescriptor function, Object... arguments) {
        var linker = Linker.nativeLinker();
        var captured = Linker.Option.captureCallState("errno");
        var address = linker.defaultLookup().findOrThrow(name);
        MethodHandle handle =
                switch (name) {
                    case "open" ->
                        linker.downcallHandle(address, function, captured, Linker.Option.firstVariadicArg(2));
                    case "ioctl" ->
                        linker.downcallHandle(address, function, captured, Linker.Option.firstVariadicArg(2));
                    default -> linker.downcallHandle(address, function, captured);
                };
        var all = new Object[arguments.length + 1];
        all[0] = state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try {
            return handle.invokeWithArguments(all);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a function of the C library throws nothing", e);
        }
    }

    private AttesterException refused(String function, MemorySegment state) {
        var number = (int) ERROR_NUMBER.get(state, 0L);
        return new AttesterException(
                number == 2 ? Reason.ABSENT : Reason.REFUSED, device + ": " + function + " failed: " + word(number));
    }

    /** The errors that the device and the kernel give (errno.h), the same on x86-64 and AArch64. */
    private static String word(int number) {
        return switch (number) {
            case 1 -> "EPERM";
            case 2 -> "ENOENT, no such device";
            case 5 -> "EIO";
            case 6 -> "ENXIO";
            case 13 -> "EACCES, this process may not use it";
            case 14 -> "EFAULT";
            case 16 -> "EBUSY";
            case 19 -> "ENODEV";
            case 22 -> "EINVAL";
            case 25 -> "ENOTTY, no NSM";
            case 90 -> "EMSGSIZE";
            case 110 -> "ETIMEDOUT";
            default -> "errno " + number;
        };
    }
}
