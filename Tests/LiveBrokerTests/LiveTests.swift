import LiveBroker
import Testing

/// Everything that needs a broker, one after the other: each test has a broker of its own, and this machine few cores.
@Suite(
    "Live", .serialized,
    .enabled(if: LiveBroker.isInstalled, "skipped: mosquitto is not installed (apt install mosquitto)"))
enum LiveTests {}
