import Testing

/// All suites that start processes: one test at a time, since processes are counted and their time is limited.
@Suite(.serialized) enum ProcessTests {}
