import Network

extension Softmax: ReferenceLayer {}
