// Every limit of the relayer's commands.

/** Packets that one `clear packets` may name. */
export const sequencesMax = 10_000
/** Longest file that a command reads: a key, a mnemonic, a configuration of another relayer. */
export const fileBytesMax = 1_048_576
/** Steps of a derivation path. */
export const hdPathStepsMax = 10
/** Letters of a key's name. */
export const keyNameMax = 128
/** Nodes of one chain that are taken from a registry: one that is asked, and backups. */
export const registryNodesMax = 4
/** Seconds that a client's period, drift or a connection's delay may last: ten years. */
export const clientSecMax = 315_360_000n
