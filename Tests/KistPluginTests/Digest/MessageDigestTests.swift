import KistPlugin
import Testing

/// The vectors of RFC 1321 and of FIPS 180, and pieces of every length.
@Suite struct MessageDigestTests {
    @Test(arguments: [
        (
            MessageDigest.Algorithm.md5, "",
            "d41d8cd98f00b204e9800998ecf8427e"
        ),
        (
            MessageDigest.Algorithm.md5, "abc",
            "900150983cd24fb0d6963f7d28e17f72"
        ),
        (
            MessageDigest.Algorithm.md5, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "8215ef0796a20bcaaae116d3876c664a"
        ),
        (
            MessageDigest.Algorithm.sha1, "",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709"
        ),
        (
            MessageDigest.Algorithm.sha1, "abc",
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        ),
        (
            MessageDigest.Algorithm.sha1, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
        ),
        (
            MessageDigest.Algorithm.sha224, "",
            "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f"
        ),
        (
            MessageDigest.Algorithm.sha224, "abc",
            "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"
        ),
        (
            MessageDigest.Algorithm.sha224, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525"
        ),
        (
            MessageDigest.Algorithm.sha256, "",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        ),
        (
            MessageDigest.Algorithm.sha256, "abc",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        ),
        (
            MessageDigest.Algorithm.sha256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            MessageDigest.Algorithm.sha384, "",
            "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b"
        ),
        (
            MessageDigest.Algorithm.sha384, "abc",
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        ),
        (
            MessageDigest.Algorithm.sha384, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "3391fdddfc8dc7393707a65b1b4709397cf8b1d162af05abfe8f450de5f36bc6b0455a8520bc4e6f5fe95b1fe3c8452b"
        ),
        (
            MessageDigest.Algorithm.sha512, "",
            "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
        ),
        (
            MessageDigest.Algorithm.sha512, "abc",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            MessageDigest.Algorithm.sha512, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c33596fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445"
        ),
    ])
    func publishedVectors(algorithm: MessageDigest.Algorithm, message: String, digest: String) {
        #expect(MessageDigest.of(Array(message.utf8), algorithm) == digest)
    }

    /// A million times the letter a: FIPS 180's long vector, which MD5's tests have as well.
    @Test(arguments: [
        (MessageDigest.Algorithm.md5, "7707d6ae4e027c70eea2a935c2296f21"),
        (MessageDigest.Algorithm.sha1, "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
        (MessageDigest.Algorithm.sha224, "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67"),
        (MessageDigest.Algorithm.sha256, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        (
            MessageDigest.Algorithm.sha384,
            "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985"
        ),
        (
            MessageDigest.Algorithm.sha512,
            "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973ebde0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"
        ),
    ])
    func theLongVector(algorithm: MessageDigest.Algorithm, digest: String) {
        #expect(MessageDigest.of([UInt8](repeating: 0x61, count: 1_000_000), algorithm) == digest)
    }

    /// Lengths on both sides of every edge of the padding.
    @Test func lengthsRoundTheEdges() {
        let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var all = ""
        for algorithm in MessageDigest.Algorithm.allCases {
            for count in 0...300 { all += MessageDigest.of(Array(bytes.prefix(count)), algorithm) }
        }
        #expect(
            MessageDigest.of(Array(all.utf8), .sha256)
                == "6ffeb5958bb5702c756c41971ccbfac11b2781b19e66ab4a2e37ba6718634b1f")
    }

    @Test(arguments: MessageDigest.Algorithm.allCases) func piecesMakeNoDifference(algorithm: MessageDigest.Algorithm) {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for size in [1, 3, 63, 64, 65, 127, 128, 129, 500] {
            let digest = MessageDigest(algorithm)
            var rest = bytes[...]
            while !rest.isEmpty {
                digest.update(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            let text = digest.finish()
            #expect(text == MessageDigest.of(bytes, algorithm) && text.utf8.count == algorithm.digits)
        }
    }
}
