"""The ways in which a site misbehaves."""

from enum import StrEnum, auto


class Kind(StrEnum):
    """What an address does instead of answering well."""

    slow_headers = auto()
    """takes the request and never answers"""
    slow_drip = auto()
    """sends a byte now and then, for ever"""
    endless = auto()
    """sends without an end"""
    bomb_gzip = auto()
    """10 GB of zeros in 10 MB of gzip"""
    bomb_deflate = auto()
    """the same, as deflate"""
    bomb_brotli = auto()
    """brotli, which nobody asked for"""
    bomb_members = auto()
    """gzip members without an end, each of one byte"""
    double_gzip = auto()
    """compressed twice, and says so"""
    gzip_in_gzip = auto()
    """compressed twice, and doesn't say so"""
    false_gzip = auto()
    """says that it is compressed, and isn't"""
    half_gzip = auto()
    """compressed, and stops in the middle"""
    wrong_length = auto()
    """says that it is longer than it is"""
    said_too_large = auto()
    """says that it is larger than anybody takes, and sends a little of it"""
    cut_off = auto()
    """the connection breaks between two chunks"""
    bad_chunk = auto()
    """a chunk's length that is no number"""
    no_http = auto()
    """speaks something else"""
    hang_up = auto()
    """hangs up on every request"""
    huge_header = auto()
    """one header of a megabyte"""
    many_headers = auto()
    """ten thousand headers"""
    odd_headers = auto()
    """headers of time, kind and validators that mean nothing"""
    loop = auto()
    """two addresses that send to one another"""
    six_hops = auto()
    """six redirects, one more than may be"""
    nowhere = auto()
    """a redirect without a Location"""
    to_file = auto()
    """a redirect to file:///etc/hostname"""
    to_ftp = auto()
    """a redirect to ftp://"""
    to_ssh = auto()
    """a redirect to port 22"""
    to_password = auto()
    """a redirect to an address with a user name and a password"""
    to_rubbish = auto()
    """a redirect to something that is no address"""
    unauthorised = auto()
    """401"""
    forbidden = auto()
    """403"""
    missing = auto()
    """404"""
    gone = auto()
    """410"""
    teapot = auto()
    """418"""
    busy_seconds = auto()
    """429 with Retry-After: 120"""
    busy_date = auto()
    """503 with Retry-After as a date, two hours from the clock of the tests"""
    overloaded = auto()
    """503"""
    error = auto()
    """500"""
    part = auto()
    """206, which nobody asked for"""
    unasked_304 = auto()
    """304 to a request without conditions"""
    empty = auto()
    """200 with no body"""
    no_content = auto()
    """204"""
    page = auto()
    """HTML where a feed was"""
    broken_xml = auto()
    """a feed whose XML breaks in line 7"""
    lying_etag = auto()
    """another ETag for the same feed each time"""
    cookie = auto()
    """a cookie that must not come back"""
