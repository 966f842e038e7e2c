import Diagnostics
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Sweeping

@Suite struct ClaimFolderTests {
    /// A folder of claims and a clock that stands still.
    private final class Place {
        let folder: TemporaryFolder
        let directory: SweepDirectory
        let now = SweepSimulation.Clock()
        let trial = TrialKey(number: 3, seed: -7)

        init() throws {
            folder = try TemporaryFolder()
            directory = SweepDirectory(results: folder.url, experiment: "e", sweep: "s")
            try directory.make()
        }

        func claims(_ holder: Holder = Place.elsewhere(1)) -> ClaimFolder {
            let now = now
            return ClaimFolder(
                directory, holder: holder, times: ClaimTimes(heartbeat: 1, stale: 10), isReading: false,
                clock: { now.now.withLock { $0 } })
        }

        func pass(_ seconds: Double) { now.now.withLock { $0 += seconds } }

        static func elsewhere(_ number: Int) -> Holder {
            Holder(host: "h\(number)", process: number, boot: "b\(number)", namespace: "n", began: 5, token: "t")
        }

        var files: [String] {
            get throws { try FileManager.default.contentsOfDirectory(atPath: directory.claims.path).sorted() }
        }
    }

    @Test func oneProcessHasAClaim() throws {
        let place = try Place()
        let name = ClaimFolder.Name(place.trial, 1)
        var (a, b) = (place.claims(), place.claims(Place.elsewhere(2)))
        #expect(try a.take(name))
        #expect(try !b.take(name))
        #expect(try place.files == ["3--7.1"])
        try b.refresh()
        #expect(b.isHeld(place.trial))
        #expect(!b.isHeld(TrialKey(number: 3, seed: 7)))
        a.drop(name)
        try b.refresh()
        #expect(b.held.isEmpty)
        #expect(try b.take(name))
    }

    @Test func ofManyThatTryAtOnceOneSucceeds() throws {
        let place = try Place()
        let directory = place.directory
        for attempt in 1...20 {
            let taken = Mutex(0)
            let name = ClaimFolder.Name(place.trial, attempt)
            DispatchQueue.concurrentPerform(iterations: 8) { index in
                let claims = ClaimFolder(
                    directory, holder: Place.elsewhere(index), times: ClaimTimes(), isReading: false, clock: { 0 })
                if (try? claims.take(name)) == true { taken.withLock { $0 += 1 } }
            }
            #expect(taken.withLock { $0 } == 1)
        }
    }

    @Test func aClaimOfAnotherMachineIsStaleWithoutSignsOfLife() throws {
        let place = try Place()
        let name = ClaimFolder.Name(place.trial, 1)
        var (a, b) = (place.claims(), place.claims(Place.elsewhere(2)))
        #expect(try a.take(name))
        try b.refresh()
        place.pass(9)
        try b.refresh()
        #expect(b.isHeld(place.trial))
        #expect(a.beat(name))
        place.pass(9)
        try b.refresh()
        #expect(b.isHeld(place.trial))
        place.pass(10)
        try b.refresh()
        #expect(!b.isHeld(place.trial))
        // Taken over; the first one learns of it, also when the second has done with it.
        let next = ClaimFolder.Name(place.trial, 2)
        #expect(try b.take(next))
        #expect(!a.beat(name))
        try b.refresh()
        #expect(b.highest[place.trial] == 2)
        b.clear(next)
        #expect(try place.files.isEmpty)
        #expect(!a.isMine(name))
        #expect(!a.beat(name))
    }

    @Test func anEmptyOrDamagedClaimIsGivenUpInTime() throws {
        let place = try Place()
        for (seed, text) in [(1, ""), (2, "{\"host\": \"h"), (3, "\u{0}\u{0}")] {
            try Data(text.utf8).write(to: place.directory.claims.appendingPathComponent("0-\(seed).1"))
        }
        try Data().write(to: place.directory.claims.appendingPathComponent("no claim"))
        try Data().write(to: place.directory.claims.appendingPathComponent("0-1.9223372036854775807"))
        var claims = place.claims()
        try claims.refresh()
        #expect(claims.held.count == 3)
        place.pass(10)
        try claims.refresh()
        #expect(claims.held.isEmpty)
    }

    @Test func ofThisMachineTheProcessTellsAtOnce() throws {
        let place = try Place()
        let me = Holder.current()
        #expect(me.lives(seenFrom: me) == true)
        var dead = me
        dead.began = (me.began ?? 0) + 1
        #expect(dead.lives(seenFrom: me) == false)
        dead.process = Int(Int32.max)
        #expect(dead.lives(seenFrom: me) == false)
        var other = me
        other.boot = "another"
        #expect(other.lives(seenFrom: me) == nil)
        let gone = place.claims(dead)
        #expect(try gone.take(ClaimFolder.Name(place.trial, 1)))
        #expect(try place.claims(me).take(ClaimFolder.Name(TrialKey(number: 0, seed: 1), 1)))
        var claims = place.claims(me)
        try claims.refresh()
        #expect(!claims.isHeld(place.trial))
        place.pass(1000)
        try claims.refresh()
        #expect(claims.isHeld(TrialKey(number: 0, seed: 1)))
    }

    @Test func aProcessThatEndedAndWasNotAskedForIsDead() throws {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/sleep")
        child.arguments = ["60"]
        try child.run()
        let me = Holder.current()
        var holder = me
        holder.process = Int(child.processIdentifier)
        let stat = try String(contentsOfFile: "/proc/\(child.processIdentifier)/stat", encoding: .utf8)
        holder.began = stat.split(separator: ")").last?.split(separator: " ").dropFirst(19).first.flatMap { UInt64($0) }
        #expect(holder.lives(seenFrom: me) == true)
        kill(child.processIdentifier, SIGKILL)
        child.waitUntilExit()
        #expect(holder.lives(seenFrom: me) == false)
    }

    @Test func aFolderThatIsGoneIsSaid() throws {
        let place = try Place()
        var claims = place.claims()
        try FileManager.default.removeItem(at: place.directory.url)
        let error = #expect(throws: Diagnostic.self) { try claims.refresh() }
        #expect(error?.outcome == .cannotWrite)
        #expect(throws: Diagnostic.self) { _ = try claims.take(ClaimFolder.Name(place.trial, 1)) }
        #expect(!claims.beat(ClaimFolder.Name(place.trial, 1)))
    }
}
