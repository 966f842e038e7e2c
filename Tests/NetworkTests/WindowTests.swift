import Network
import Testing

@Suite struct WindowTests {
    /// TensorFlow's rule: total = max((ceil(n / s) - 1) s + k - n, 0), the odd one after.
    @Test(arguments: [(5, 3, 1, 1, 1), (5, 2, 1, 0, 1), (6, 3, 2, 0, 1), (7, 3, 2, 1, 1), (4, 1, 2, 0, 0), (1, 5, 1, 2, 2)])
    func paddingGoesAfter(_ extent: Int, _ window: Int, _ stride: Int, _ before: Int, _ after: Int) {
        let padding = Window.padding(extent, window: window, stride: stride, padding: .same)
        #expect(padding.before == before && padding.after == after)
        #expect(Window.padding(extent, window: window, stride: stride, padding: .valid) == (0, 0))
    }
}
