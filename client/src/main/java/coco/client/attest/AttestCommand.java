package coco.client.attest;

import picocli.CommandLine.Command;

/** {@code coco attest}. */
@Command(
        name = "attest",
        description = "Evidence of trusted execution environments, looked at offline.",
        subcommands = {AttestVerify.class, AttestShow.class, AttestRoots.class})
public final class AttestCommand {}
