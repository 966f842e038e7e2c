import Network

extension ELU: ReferenceLayer {}
