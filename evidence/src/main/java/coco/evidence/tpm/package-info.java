/**
 * Quotes of TPM 2.0, and logs of measured events. An {@link coco.evidence.tpm.EventLog} is what somebody says was measured;
 * held against signed registers by {@link coco.evidence.tpm.EventLogReplay} it becomes {@link
 * coco.evidence.tpm.MeasuredEvents}, and only from these is anything concluded: {@link coco.evidence.tpm.BootReading}, {@link
 * coco.evidence.tpm.WindowsBoot}.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.tpm;
