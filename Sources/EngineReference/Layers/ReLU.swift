import Network

extension ReLU: ReferenceLayer {}
