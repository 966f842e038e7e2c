@preconcurrency import Dispatch
import Foundation
import Synchronization

/// SIGINT and SIGTERM as a question: has someone asked to stop? The second signal ends the process at once.
///
/// Terminals and batch systems signal all processes of a job, and those pass it on to their children: what comes within a second of the
/// first is the same request.
final class Interruption: Sendable {
    private let signal = Atomic<Int32>(0)
    /// When the first one came, in nanoseconds.
    private let first = Atomic<UInt64>(0)
    private let sources: [any DispatchSourceSignal]
    private let input: (any DispatchSourceRead)?

    /// Takes over both signals for as long as the value lives.
    ///
    /// - Parameters:
    ///   - isSilent: Whether someone else says that the signal was heard.
    ///   - endsWithInput: Whether the end of standard input asks to stop as SIGTERM does: whoever holds its other end is gone.
    init(isSilent: Bool = false, endsWithInput: Bool = false) {
        let queue = DispatchQueue(label: "assay.signals")
        let numbers = [SIGINT, SIGTERM]
        sources = numbers.map { number in
            Foundation.signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: queue)
        }
        input = endsWithInput ? DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: queue) : nil
        for (number, source) in zip(numbers, sources) {
            source.setEventHandler { [weak self] in
                guard let self else { return }
                let now = DispatchTime.now().uptimeNanoseconds
                if self.signal.exchange(number, ordering: .sequentiallyConsistent) != 0 {
                    if now - self.first.load(ordering: .sequentiallyConsistent) < 1_000_000_000 { return }
                    // The bar hides the cursor, and nothing else runs any more.
                    if Output.isTerminal(STDERR_FILENO) { Output.error(TerminalRenderer.showCursor) }
                    _exit(128 + number)
                }
                self.first.store(now, ordering: .sequentiallyConsistent)
                if isSilent { return }
                Output.error("\nassay: stopping after this batch; once more to stop at once\n")
            }
            source.resume()
        }
        input?.setEventHandler { [weak self] in
            var byte: UInt8 = 0
            guard read(STDIN_FILENO, &byte, 1) <= 0 else { return }
            self?.input?.cancel()
            // Who was asked to stop before is stopping.
            if self?.received == nil { kill(getpid(), SIGTERM) }
        }
        input?.resume()
    }

    /// The signal that came, if one did.
    var received: Int32? {
        let value = signal.load(ordering: .sequentiallyConsistent)
        return value == 0 ? nil : value
    }

    deinit {
        for source in sources { source.cancel() }
        input?.cancel()
        for number in [SIGINT, SIGTERM] { Foundation.signal(number, SIG_DFL) }
    }
}
