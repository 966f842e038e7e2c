import Network

extension LeakyReLU: ReferenceLayer {}
