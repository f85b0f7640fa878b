/** {@code coco attest}: what evidence of trusted execution environments says, and whether it is to be believed. */
@org.jspecify.annotations.NullMarked
package coco.client.attest;
