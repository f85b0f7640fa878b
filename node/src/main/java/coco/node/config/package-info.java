/**
 * The node's one configuration file: JSON in which comments and trailing commas are allowed. {@link coco.node.config.NodeConfig#parse}
 * gives a value that is valid and frozen, or names every wrong key and value with its line.
 *
 * <p>It holds addresses, paths and sizes. Whatever decides who is trusted stands in the constitution, not here, for the host can
 * write this file.
 */
@org.jspecify.annotations.NullMarked
package coco.node.config;
