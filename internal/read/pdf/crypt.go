package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
)

// A file may be encrypted so that everyone can open it, and only printing or copying is restricted: its password for
// reading is empty. Such a file is read as viewers show it. One that asks for a password is refused.

// encryption decrypts strings and streams.
type encryption struct {
	key              []byte
	own              bool // the key is that of every object, and not of one
	strings, streams method
}

// method is a way to encrypt.
type method byte

// The methods.
const (
	identity method = iota // not encrypted
	rc4Method
	aesMethod
)

// padding stands in for what is missing of a password.
var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// unlock finds the key of an encrypted file whose password is empty. It reports false for another.
func (f *file) unlock() bool {
	d := f.dict(f.trailer.at("Encrypt"))
	if f.get(d.at("Filter")) != name("Standard") {
		return false
	}
	version, revision := f.int(d.at("V"), 0), f.int(d.at("R"), 0)
	e := &encryption{strings: rc4Method, streams: rc4Method}
	if version >= 4 {
		e.strings, e.streams = f.filterMethod(d, "StrF"), f.filterMethod(d, "StmF")
	}
	o, _ := f.get(d.at("O")).(str)
	u, _ := f.get(d.at("U")).(str)
	switch {
	case version == 5 && (revision == 5 || revision == 6) && len(u) >= 48:
		wrapped, _ := f.get(d.at("UE")).(str)
		check, salt := []byte(u[32:40]), []byte(u[40:48])
		if len(wrapped) < 32 || !bytes.Equal(hashOf(check, revision), []byte(u[:32])) {
			return false
		}
		block, err := aes.NewCipher(hashOf(salt, revision))
		if err != nil {
			return false
		}
		e.own, e.key = true, make([]byte, 32)
		cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(e.key, []byte(wrapped[:32]))
	case (version == 1 || version == 2 || version == 4) && revision >= 2 && revision <= 4 && len(o) >= 32 && len(u) >= 32:
		length := 5
		if version > 1 {
			length = f.int(d.at("Length"), 40) / 8
		}
		if version == 4 {
			length = 16
		}
		id := ""
		if ids := f.list(f.trailer.at("ID")); len(ids) > 0 {
			s, _ := f.get(ids[0]).(str)
			id = string(s)
		}
		if length < 5 || length > 16 {
			return false
		}
		e.key = keyOf(string(o[:32]), id, uint32(int64(f.float(d.at("P"), 0))), length, revision, f.get(d.at("EncryptMetadata")) == false)
		if !opens(e.key, string(u), id, revision) {
			return false
		}
	default:
		return false
	}
	f.encryption = e
	return true
}

// filterMethod returns the method of a named filter of an encryption.
func (f *file) filterMethod(d dict, which name) method {
	n, _ := f.get(d.at(which)).(name)
	switch f.get(f.dict(f.dict(d.at("CF")).at(n)).at("CFM")) {
	case name("V2"):
		return rc4Method
	case name("AESV2"), name("AESV3"):
		return aesMethod
	}
	return identity
}

// keyOf returns the key that an empty password makes, of revisions 2 to 4.
func keyOf(owner, id string, permissions uint32, length, revision int, plainMetadata bool) []byte {
	h := md5.New()
	h.Write(padding)
	h.Write([]byte(owner))
	h.Write(binary.LittleEndian.AppendUint32(nil, permissions))
	h.Write([]byte(id))
	if revision >= 4 && plainMetadata {
		h.Write([]byte{0xff, 0xff, 0xff, 0xff})
	}
	key := h.Sum(nil)
	if revision >= 3 {
		for range 50 {
			sum := md5.Sum(key[:length])
			key = sum[:]
		}
	}
	return key[:length]
}

// opens reports whether a key is the right one.
func opens(key []byte, u, id string, revision int) bool {
	text := bytes.Clone(padding)
	if revision >= 3 {
		sum := md5.Sum(append(text, id...))
		text = sum[:]
	}
	text = applyRC4(key, text)
	if revision == 2 {
		return string(text) == u[:32]
	}
	for i := 1; i <= 19; i++ {
		other := bytes.Clone(key)
		for k := range other {
			other[k] ^= byte(i)
		}
		text = applyRC4(other, text)
	}
	return string(text) == u[:16]
}

// hashOf returns the hash of an empty password with a salt, of revisions 5 and 6.
func hashOf(salt []byte, revision int) []byte {
	sum := sha256.Sum256(salt)
	k := sum[:]
	if revision == 5 {
		return k
	}
	for i := 0; ; i++ {
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		e := bytes.Repeat(k, 64)
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		rest := 0
		for _, c := range e[:16] {
			rest += int(c)
		}
		switch rest % 3 {
		case 0:
			sum := sha256.Sum256(e)
			k = sum[:]
		case 1:
			sum := sha512.Sum384(e)
			k = sum[:]
		case 2:
			sum := sha512.Sum512(e)
			k = sum[:]
		}
		if i >= 63 && int(e[len(e)-1]) <= i-31 {
			return k[:32]
		}
	}
}

// applyRC4 encrypts or decrypts.
func applyRC4(key, data []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}

// decrypt decrypts data of an object.
func (e *encryption) decrypt(data []byte, by method, num ref, generation int) []byte {
	if by == identity {
		return data
	}
	key := e.key
	if !e.own {
		h := md5.New()
		h.Write(key)
		h.Write([]byte{byte(num), byte(num >> 8), byte(num >> 16), byte(generation), byte(generation >> 8)})
		if by == aesMethod {
			h.Write([]byte("sAlT"))
		}
		key = h.Sum(nil)[:min(len(key)+5, 16)]
	}
	if by == rc4Method {
		return applyRC4(key, data)
	}
	block, err := aes.NewCipher(key)
	if err != nil || len(data) < 2*aes.BlockSize {
		return nil
	}
	out := bytes.Clone(data[aes.BlockSize : len(data)-len(data)%aes.BlockSize])
	cipher.NewCBCDecrypter(block, data[:aes.BlockSize]).CryptBlocks(out, out)
	if n := int(out[len(out)-1]); n >= 1 && n <= aes.BlockSize {
		out = out[:len(out)-n]
	}
	return out
}

// decrypted returns an object with its strings decrypted. Objects that were read already are changed.
func (e *encryption) decrypted(v any, num ref, generation int) any {
	switch v := v.(type) {
	case str:
		return str(e.decrypt([]byte(v), e.strings, num, generation))
	case []any:
		for i, x := range v {
			v[i] = e.decrypted(x, num, generation)
		}
	case dict:
		for i := range v.members {
			v.members[i].value = e.decrypted(v.members[i].value, num, generation)
		}
	case *stream:
		e.decrypted(v.dict, num, generation)
		if v.dict.at("Type") != name("XRef") {
			v.data = e.decrypt(v.data, e.streams, num, generation)
		}
	}
	return v
}
